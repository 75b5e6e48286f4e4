/*
 * help-pages - makes the templates of help from the Markdown of docs/hulp, at build.
 *
 *     help-pages SOURCE FOLDER     reads SOURCE/docs/hulp and SOURCE/static/hulp, writes FOLDER/staff/NAME.cs and FOLDER/portal/NAME.cs
 *
 * A text begins with its title as help.def has it and a paragraph that says what it is about; then headings of the second and third level, from which
 * the table of contents is made. It refuses HTML, a picture that is not there or has no text in its place, and a link that is not to another page of
 * help. Exit 0, or 1 with what is wrong on stderr.
 */
#include <cmark.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX    (64 * 1024) /* bytes of one text */
#define PATH_BYTES  1024
#define PIECE_BYTES 2048 /* of what is written in place of a link or picture */
#define SLUG_BYTES  80

enum site { SITE_STAFF, SITE_PORTAL };

static const struct page {
    enum site site;
    const char *name, *title;
} pages[] = {
#define HELP(site, name, module, title, about) { SITE_##site, name, title },
#include "web/help.def"
#undef HELP
};

#define PAGES (sizeof pages / sizeof pages[0])

static const char *source;
static const struct page *now;

static void refuse(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
static void refuse(const char *fmt, ...)
{
    va_list args;

    fprintf(stderr, "docs/hulp/%s%s.md: ", now->site == SITE_PORTAL ? "werktvoormij/" : "", now->name);
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    exit(1);
}

/* ---- reading ---- */

static cmark_node *read_text(void)
{
    static char text[TEXT_MAX];
    char path[PATH_BYTES];
    FILE *in;
    size_t n;

    snprintf(path, sizeof path, "%s/docs/hulp/%s%s.md", source, now->site == SITE_PORTAL ? "werktvoormij/" : "", now->name);
    in = fopen(path, "rb");
    if (in == NULL)
        refuse("is not there, and lib/web/help.def has it");
    n = fread(text, 1, sizeof text, in);
    fclose(in);
    if (n == sizeof text)
        refuse("is too long");
    return cmark_parse_document(text, n, CMARK_OPT_VALIDATE_UTF8);
}

/* The words of a node, without their marks. */
static void plain(cmark_node *node, char *out, size_t cap)
{
    cmark_iter *it = cmark_iter_new(node);
    cmark_event_type event;
    size_t n = 0;

    while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(it);
        const char *words = cmark_node_get_type(at) == CMARK_NODE_SOFTBREAK ? " " : cmark_node_get_literal(at);

        if (event == CMARK_EVENT_ENTER && words != NULL)
            n += (size_t)snprintf(out + n, n < cap ? cap - n : 0, "%s", words);
        if (n >= cap)
            refuse("a title or text of a picture is too long");
    }
    out[n] = '\0';
    cmark_iter_free(it);
}

/* ---- links and pictures ---- */

/* In place of a node: what is written before and after what it holds. */
static void replace(cmark_node *node, const char *before, const char *after, bool keep)
{
    cmark_node *own = cmark_node_new(CMARK_NODE_CUSTOM_INLINE), *child;

    cmark_node_set_on_enter(own, before);
    cmark_node_set_on_exit(own, after);
    cmark_node_insert_before(node, own);
    while (keep && (child = cmark_node_first_child(node)) != NULL) {
        cmark_node_unlink(child);
        cmark_node_append_child(own, child);
    }
    cmark_node_unlink(node);
    cmark_node_free(node);
}

/* Width and height stand at their place in every PNG, so that the page does not jump when it comes. */
static void picture_size(const char *name, unsigned *width, unsigned *height)
{
    unsigned char head[24];
    char path[PATH_BYTES];
    FILE *in;

    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '\0')
        refuse("a picture is called %s", name);
    snprintf(path, sizeof path, "%s/static/hulp/%s", source, name);
    in = fopen(path, "rb");
    if (in == NULL || fread(head, 1, sizeof head, in) != sizeof head || memcmp(head, "\x89PNG\r\n\x1a\n", 8) != 0)
        refuse("%s is no PNG that is there", path);
    fclose(in);
    *width = (unsigned)head[18] << 8 | head[19];
    *height = (unsigned)head[22] << 8 | head[23];
}

static void put_picture(cmark_node *node)
{
    static const char folder[] = "static/hulp/";
    char alt[512], piece[PIECE_BYTES];
    const char *name = strstr(cmark_node_get_url(node), folder);
    unsigned width, height;
    int n;

    plain(node, alt, sizeof alt);
    if (alt[0] == '\0' || strpbrk(alt, "<>&\"") != NULL)
        refuse("the text in place of a picture must be there and be plain: %s", alt);
    if (name == NULL)
        refuse("a picture is not in %s: %s", folder, cmark_node_get_url(node));
    name += sizeof folder - 1;
    picture_size(name, &width, &height);
    n = snprintf(piece, sizeof piece, "<img class=\"screen\" src=\"<?cs var:Site.Static ?>/hulp/%s\" alt=\"%s\" width=\"%u\" height=\"%u\">", name,
                 alt, width, height);
    if (n >= (int)sizeof piece)
        refuse("a picture has too long a text");
    replace(node, piece, "", false);
}

/* [text](NAME.md): a link where that page may be seen, else its text alone. */
static void put_link(cmark_node *node)
{
    const char *url = cmark_node_get_url(node);
    char before[PIECE_BYTES], after[PIECE_BYTES];
    size_t n = strcspn(url, "."), i = 0;

    while (i < PAGES && (pages[i].site != now->site || strncmp(pages[i].name, url, n) != 0 || pages[i].name[n] != '\0'))
        i++;
    if (i == PAGES || strcmp(url + n, ".md") != 0)
        refuse("a link leads to %s, which is no page of help here", url);
    snprintf(before, sizeof before, "<?cs if:Help.On.%s ?><a href=\"/hulp/%s\"><?cs /if ?>", pages[i].name, pages[i].name);
    snprintf(after, sizeof after, "<?cs if:Help.On.%s ?></a><?cs /if ?>", pages[i].name);
    replace(node, before, after, true);
}

static bool own_way(cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
        refuse("HTML has no place in it (line %d)", cmark_node_get_start_line(node));
    return type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
}

/* One at a time: the tree changes under an iterator. */
static bool put_one(cmark_node *text)
{
    cmark_iter *it = cmark_iter_new(text);
    cmark_node *found = NULL;

    while (found == NULL && cmark_iter_next(it) != CMARK_EVENT_DONE)
        if (own_way(cmark_iter_get_node(it)))
            found = cmark_iter_get_node(it);
    cmark_iter_free(it);
    if (found == NULL)
        return false;
    if (cmark_node_get_type(found) == CMARK_NODE_LINK)
        put_link(found);
    else
        put_picture(found);
    return true;
}

/* ---- writing ---- */

static void write_node(FILE *out, cmark_node *node)
{
    /* UNSAFE lets our own pieces through; HTML of the text was refused. */
    char *html = cmark_render_html(node, CMARK_OPT_UNSAFE);

    fputs(html, out);
    free(html);
}

static int heading_level(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_HEADING ? cmark_node_get_heading_level(node) : 0;
}

/* "h-een-factuur-maken" */
static void slug(cmark_node *heading, char out[SLUG_BYTES])
{
    char words[SLUG_BYTES - 3];
    size_t n = 2;

    plain(heading, words, sizeof words);
    memcpy(out, "h-", 3);
    for (const char *c = words; *c != '\0'; c++) {
        if (isalnum((unsigned char)*c))
            out[n++] = (char)tolower((unsigned char)*c);
        else if (out[n - 1] != '-')
            out[n++] = '-';
    }
    out[n] = '\0';
}

static void write_inside(FILE *out, cmark_node *node)
{
    for (cmark_node *child = cmark_node_first_child(node); child != NULL; child = cmark_node_next(child))
        write_node(out, child);
}

static void write_contents(FILE *out, cmark_node *first)
{
    char id[SLUG_BYTES];

    fputs("<nav class=\"contents\" aria-labelledby=\"op-deze-pagina\"><h2 id=\"op-deze-pagina\">Op deze pagina</h2><ul>\n", out);
    for (cmark_node *node = first; node != NULL; node = cmark_node_next(node)) {
        if (heading_level(node) != 2)
            continue;
        slug(node, id);
        fprintf(out, "<li><a href=\"#%s\">", id);
        write_inside(out, node);
        fputs("</a></li>\n", out);
    }
    fputs("</ul></nav>\n", out);
}

static void write_block(FILE *out, cmark_node *node)
{
    int level = heading_level(node);
    char id[SLUG_BYTES];

    if (level == 0) {
        write_node(out, node);
        return;
    }
    if (level != 2 && level != 3)
        refuse("a heading of level %d (line %d)", level, cmark_node_get_start_line(node));
    slug(node, id);
    fprintf(out, "<h%d id=\"%s\">", level, id);
    write_inside(out, node);
    fprintf(out, "</h%d>\n", level);
}

static void write_page(FILE *out, cmark_node *text)
{
    cmark_node *title = cmark_node_first_child(text), *lead = title == NULL ? NULL : cmark_node_next(title);
    char words[256];

    if (heading_level(title) != 1 || (plain(title, words, sizeof words), strcmp(words, now->title) != 0))
        refuse("must begin with its title in lib/web/help.def: # %s", now->title);
    if (lead == NULL || cmark_node_get_type(lead) != CMARK_NODE_PARAGRAPH)
        refuse("the title must be followed by a paragraph that says what it is about");
    fputs("<?cs include:\"top.cs\" ?>\n<div class=\"guide\">\n<p class=\"lead\">", out);
    write_inside(out, lead);
    fputs("</p>\n", out);
    write_contents(out, cmark_node_next(lead));
    for (cmark_node *node = cmark_node_next(lead); node != NULL; node = cmark_node_next(node))
        write_block(out, node);
    fputs("</div>\n<?cs include:\"bottom.cs\" ?>\n", out);
}

static void make(const char *folder)
{
    char path[PATH_BYTES];
    cmark_node *text = read_text();
    FILE *out;

    while (put_one(text))
        ;
    snprintf(path, sizeof path, "%s/%s/%s.cs", folder, now->site == SITE_PORTAL ? "portal" : "staff", now->name);
    out = fopen(path, "wb");
    if (out == NULL)
        refuse("%s cannot be written", path);
    write_page(out, text);
    if (fclose(out) != 0)
        refuse("%s cannot be written", path);
    cmark_node_free(text);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: help-pages SOURCE FOLDER\n", stderr);
        return 2;
    }
    source = argv[1];
    for (now = pages; now < pages + PAGES; now++)
        make(argv[2]);
    return 0;
}
