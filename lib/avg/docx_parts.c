#include "avg/docx_parts.h"

#include <stddef.h>

#include "avg/xml.h"
#include "base/clock.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE   "http://schemas.openxmlformats.org/officeDocument/2006"
#define PACKAGE  "http://schemas.openxmlformats.org/package/2006"

/* One line per element or so; the formatter would break them anywhere. */
/* clang-format off */
static const char content_types[] =
    XML_HEAD "<Types xmlns=\"" PACKAGE "/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>"
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char package_rels[] =
    XML_HEAD "<Relationships xmlns=\"" PACKAGE "/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/relationships/officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" PACKAGE "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

static const char document_rels[] =
    XML_HEAD "<Relationships xmlns=\"" PACKAGE "/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/relationships/styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" OFFICE "/relationships/settings\" Target=\"settings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" OFFICE "/relationships/numbering\" Target=\"numbering.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" OFFICE "/relationships/footer\" Target=\"footer1.xml\"/></Relationships>";

static const char settings[] =
    XML_HEAD "<w:settings xmlns:w=\"" WORD_NS "\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"708\"/>"
    "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
    "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    "<w:themeFontLang w:val=\"nl-NL\"/><w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/></w:settings>";

static const char numbering[] =
    XML_HEAD "<w:numbering xmlns:w=\"" WORD_NS "\"><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>"
    "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"\xe2\x80\xa2\"/><w:lvlJc w:val=\"left\"/>"
    "<w:pPr><w:ind w:left=\"425\" w:hanging=\"283\"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/>"
    "</w:num></w:numbering>";

/* Sizes are half points, distances twentieths of a point. The colours keep a contrast of at least 7 on white and on the shading of a header row. */
#define INK   "1F2A30"
#define GREEN "1F4E4A"
#define QUIET "4A555B"
#define SHADE "EDF1EC"
#define LINE  "B9C4BE"

#define HEADING(id, name, outline, size, before, after)                                                                                              \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\"><w:name w:val=\"" name                                                                       \
    "\"/><w:basedOn w:val=\"Normal\"/><w:next w:val=\"Normal\"/><w:uiPriority w:val=\"9\"/><w:qFormat/>"                                             \
    "<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before=\"" before "\" w:after=\"" after "\" w:line=\"252\" w:lineRule=\"auto\"/>"                \
    "<w:outlineLvl w:val=\"" outline "\"/></w:pPr>"                                                                                                  \
    "<w:rPr><w:b/><w:bCs/><w:color w:val=\"" GREEN "\"/><w:sz w:val=\"" size "\"/><w:szCs w:val=\"" size "\"/></w:rPr></w:style>"

#define BORDER(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"" LINE "\"/>"

static const char styles[] =
    XML_HEAD "<w:styles xmlns:w=\"" WORD_NS "\"><w:docDefaults><w:rPrDefault><w:rPr>"
    "<w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"Calibri\" w:cs=\"Calibri\"/><w:color w:val=\"" INK "\"/>"
    "<w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"nl-NL\" w:eastAsia=\"nl-NL\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>"
    "<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>"
    "<w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>"
    "</w:style>"
    HEADING("Heading1", "heading 1", "0", "32", "480", "120")
    HEADING("Heading2", "heading 2", "1", "26", "320", "100")
    HEADING("Heading3", "heading 3", "2", "23", "240", "80")
    "<w:style w:type=\"paragraph\" w:styleId=\"" STYLE_TITLE "\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/>"
    "<w:next w:val=\"Normal\"/><w:uiPriority w:val=\"10\"/><w:qFormat/><w:pPr><w:keepNext/>"
    "<w:spacing w:before=\"0\" w:after=\"60\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr><w:rPr><w:b/><w:bCs/><w:color w:val=\"" GREEN "\"/>"
    "<w:sz w:val=\"48\"/><w:szCs w:val=\"48\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"" STYLE_SUBTITLE "\"><w:name w:val=\"Subtitle\"/><w:basedOn w:val=\"Normal\"/>"
    "<w:next w:val=\"Normal\"/><w:uiPriority w:val=\"11\"/><w:qFormat/><w:pPr><w:pBdr>"
    "<w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"10\" w:color=\"C89B3C\"/></w:pBdr><w:spacing w:after=\"280\"/></w:pPr><w:rPr>"
    "<w:color w:val=\"" QUIET "\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"" STYLE_REMARK "\"><w:name w:val=\"Remark\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:rPr><w:color w:val=\"" QUIET "\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"" STYLE_BULLET "\"><w:name w:val=\"List Bullet\"/><w:basedOn w:val=\"Normal\"/>"
    "<w:uiPriority w:val=\"99\"/><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr><w:spacing w:after=\"60\"/></w:pPr>"
    "</w:style>"
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"" STYLE_CELL "\"><w:name w:val=\"Table Text\"/>"
    "<w:basedOn w:val=\"Normal\"/><w:pPr><w:spacing w:before=\"50\" w:after=\"50\" w:line=\"252\" w:lineRule=\"auto\"/></w:pPr><w:rPr>"
    "<w:sz w:val=\"21\"/><w:szCs w:val=\"21\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"Footer\"><w:name w:val=\"footer\"/><w:basedOn w:val=\"Normal\"/><w:uiPriority w:val=\"99\"/>"
    "<w:pPr><w:spacing w:after=\"0\"/></w:pPr><w:rPr><w:color w:val=\"" QUIET "\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr>"
    "</w:style>"
    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"" STYLE_TABLE "\"><w:name w:val=\"Koren Table\"/>"
    "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>" BORDER("top") BORDER("bottom") BORDER("insideH") "</w:tblBorders></w:tblPr>"
    "<w:tblStylePr w:type=\"firstRow\"><w:rPr><w:b/><w:bCs/><w:color w:val=\"" GREEN "\"/></w:rPr><w:tcPr>"
    "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" SHADE "\"/></w:tcPr></w:tblStylePr><w:tblStylePr w:type=\"firstCol\"><w:rPr><w:b/>"
    "<w:bCs/></w:rPr></w:tblStylePr></w:style></w:styles>";

/* clang-format on */

const struct docx_part docx_parts[] = {
    { "[Content_Types].xml", content_types },
    { "_rels/.rels", package_rels },
    { "word/_rels/document.xml.rels", document_rels },
    { "word/styles.xml", styles },
    { "word/settings.xml", settings },
    { "word/numbering.xml", numbering },
    { NULL, NULL },
};

enum status docx_core(struct arena *a, struct scratch *to, const struct docx_info *info)
{
    struct xml *x = xml_new(a, to, 0);
    char made[CLOCK_TEXT];

    clock_rfc3339(info->made, made);
    xml_open(x, "cp:coreProperties");
    xml_attr(x, "xmlns:cp", PACKAGE "/metadata/core-properties");
    xml_attr(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    xml_attr(x, "xmlns:dcterms", "http://purl.org/dc/terms/");
    xml_attr(x, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    xml_element(x, "dc:title", info->title);
    xml_element(x, "dc:creator", info->creator);
    xml_element(x, "dc:language", "nl-NL");
    xml_open(x, "dcterms:created");
    xml_attr(x, "xsi:type", "dcterms:W3CDTF");
    xml_text(x, made);
    xml_close(x);
    return xml_end(x);
}

enum status docx_footer(struct arena *a, struct scratch *to, const struct docx_info *info)
{
    struct xml *x = xml_new(a, to, 0);

    xml_open(x, "w:ftr");
    xml_attr(x, "xmlns:w", WORD_NS);
    xml_open(x, "w:p");
    xml_open(x, "w:pPr");
    xml_empty(x, "w:pStyle", "w:val", "Footer", NULL);
    xml_close(x);
    xml_open(x, "w:r");
    xml_open(x, "w:t");
    xml_attr(x, "xml:space", "preserve");
    xml_text(x, info->footer);
    return xml_end(x);
}
