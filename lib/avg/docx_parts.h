/*
 * docx_parts.h - the parts of a Word document beside its text, that are the same for each: types, relationships, styles, list, settings; and the two
 * with something of this document in it: properties and footer.
 */
#ifndef KOREN_AVG_DOCX_PARTS_H
#define KOREN_AVG_DOCX_PARTS_H

#include <stdbool.h>

#include "avg/docx.h"

#define WORD_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* Style names, as document.xml refers to them. */
#define STYLE_TITLE    "Title"
#define STYLE_SUBTITLE "Subtitle"
#define STYLE_REMARK   "Remark"
#define STYLE_BULLET   "ListBullet"
#define STYLE_CELL     "TableText"
#define STYLE_TABLE    "KorenTable"

struct docx_part {
    const char *name, *text;
};

/* The constant ones; ends with a NULL name. */
extern const struct docx_part docx_parts[];

enum status docx_core(struct arena *a, struct scratch *to, const struct docx_info *info);   /* docProps/core.xml */
enum status docx_footer(struct arena *a, struct scratch *to, const struct docx_info *info); /* word/footer1.xml */

#endif
