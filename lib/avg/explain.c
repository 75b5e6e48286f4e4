#include "avg/explain.h"

#include <string.h>

#include "avg/docx.h"
#include "avg/scratch.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"

#define MODULES 32 /* entities, those inside others too */
#define FIELDS  64

/* What came by of one entity. */
struct seen {
    const struct entity *entity;
    bool field[FIELDS];
    uint64_t rows, left_out;
};

struct explain {
    struct arena *arena;
    struct export_head head;
    struct seen seen[MODULES];
    unsigned count;
    uint64_t files;
    bool changes;
};

/* A field of what came by; for going through all of them in order. */
struct place {
    unsigned module;
    size_t field;
};

struct explain *explain_new(struct arena *a, const struct export_head *head)
{
    struct explain *e = arena_alloc(a, sizeof *e);

    e->arena = a;
    e->head = *head;
    return e;
}

/* NULL when there are more entities than there is room for; the tests hold MODULES against the field tables. */
static struct seen *seen_of(struct explain *e, const struct entity *entity)
{
    for (unsigned i = 0; i < e->count; i++)
        if (e->seen[i].entity == entity)
            return &e->seen[i];
    if (e->count == MODULES || entity->count > FIELDS)
        return NULL;
    e->seen[e->count].entity = entity;
    return &e->seen[e->count++];
}

static void read_list(void *ctx, const struct entity *entity)
{
    seen_of(ctx, entity);
}

static void read_record(void *ctx, const struct record *r, const char *file)
{
    struct explain *e = ctx;
    struct seen *s = seen_of(e, r->entity);

    if (s == NULL)
        return;
    s->rows++;
    for (size_t i = 0; i < r->entity->count; i++)
        if (r->values[i] != NULL)
            s->field[i] = true;
    if (file != NULL)
        e->files++;
}

static void read_record_end(void *ctx, const struct record *r)
{
    (void)ctx;
    (void)r;
}

static void read_list_end(void *ctx, const struct entity *entity, uint64_t left_out)
{
    struct seen *s = seen_of(ctx, entity);

    if (s != NULL)
        s->left_out += left_out;
}

static void read_nothing(void *ctx)
{
    (void)ctx;
}

static void read_change(void *ctx, const struct change *c)
{
    struct explain *e = ctx;

    (void)c;
    e->changes = true;
}

struct export_reader explain_reader(struct explain *e)
{
    return (struct export_reader){
        .ctx = e,
        .list = read_list,
        .record = read_record,
        .record_end = read_record_end,
        .list_end = read_list_end,
        .changes = read_nothing,
        .change = read_change,
        .changes_end = read_nothing,
    };
}

static const struct field *field_at(const struct explain *e, struct place p)
{
    return &e->seen[p.module].entity->fields[p.field];
}

/* The next field that came by, from `p` on; false at the end. */
static bool next_field(const struct explain *e, struct place *p)
{
    for (; p->module < e->count; p->module++, p->field = 0)
        for (; p->field < e->seen[p->module].entity->count; p->field++)
            if (e->seen[p->module].field[p->field] && e->seen[p->module].entity->fields[p->field].export != X_NEVER)
                return true;
    return false;
}

/* "Facturen: Totaal, Status; Lidmaatschappen: Bedrag" of all fields that belong with `like`. */
static const char *labels(const struct explain *e, const struct field *like, bool (*belongs)(const struct field *a, const struct field *b))
{
    struct buf b = buf_in(e->arena);
    unsigned last = MODULES;

    for (struct place p = { 0, 0 }; next_field(e, &p); p.field++) {
        const struct entity *entity = e->seen[p.module].entity;

        if (!belongs(field_at(e, p), like))
            continue;
        if (p.module != last)
            buf_printf(&b, "%s%s: ", b.len > 0 ? "\n" : "", entity == entities[0] ? "Over uzelf" : entity->plural);
        else
            buf_puts(&b, ", ");
        buf_puts(&b, field_at(e, p)->label);
        last = p.module;
    }
    return b.s;
}

static bool same_purpose(const struct field *a, const struct field *b)
{
    return text_equal(a->purpose, b->purpose);
}

static bool same_category(const struct field *a, const struct field *b)
{
    return a->category == b->category;
}

static bool same_keep(const struct field *a, const struct field *b)
{
    return a->keep == b->keep;
}

/* True when no field before this one belongs with it: it stands for all. */
static bool is_first(const struct explain *e, struct place at, bool (*belongs)(const struct field *a, const struct field *b))
{
    for (struct place p = { 0, 0 }; next_field(e, &p) && (p.module != at.module || p.field != at.field); p.field++)
        if (belongs(field_at(e, p), field_at(e, at)))
            return false;
    return true;
}

static void say_package(struct explain *e, struct docx *d)
{
    docx_heading(d, 1, "Wat u hebt gekregen");
    docx_paragraph(d, arena_printf(e->arena,
                                   "%s bewaart persoonsgegevens van u. In dit pakket zit een kopie daarvan. U hebt recht op die kopie en op "
                                   "deze uitleg (artikel 15 van de Algemene verordening gegevensbescherming, AVG).",
                                   e->head.controller));
    docx_bullet(d, "gegevens.docx: uw gegevens, om te lezen");
    docx_bullet(d, "gegevens.xml: dezelfde gegevens, zodat een ander programma ze kan overnemen; gegevens.xsd beschrijft hoe");
    if (e->files > 0)
        docx_bullet(d, arena_printf(e->arena, "de map dossier: %llu %s over u, zoals wij %s bewaren", (unsigned long long)e->files,
                                    e->files == 1 ? "document" : "documenten", e->files == 1 ? "het" : "ze"));
    docx_bullet(d, "MANIFEST.txt: een controlegetal per bestand, waarmee u kunt nagaan dat er niets is veranderd");
    docx_paragraph(d, "Bewaar dit pakket op een veilige plaats. Er staan persoonlijke gegevens in.");
}

static void say_categories(struct explain *e, struct docx *d)
{
    static const struct docx_table table = {
        .title = "Soorten gegevens",
        .description = "Per soort: welke gegevens van die soort wij van u hebben",
        .columns = 2,
        .width = { 33, 67 },
        .head = { "Soort", "Welke gegevens" },
    };

    docx_heading(d, 1, "Welke soorten gegevens wij hebben");
    docx_table(d, &table);
    for (struct place p = { 0, 0 }; next_field(e, &p); p.field++) {
        if (!is_first(e, p, same_category))
            continue;
        docx_cell(d, category_title(field_at(e, p)->category));
        docx_cell(d, labels(e, field_at(e, p), same_category));
    }
    docx_table_end(d);
}

static void say_purposes(struct explain *e, struct docx *d)
{
    static const struct docx_table table = {
        .title = "Doelen",
        .description = "Per doel: welke gegevens wij daarvoor gebruiken",
        .columns = 2,
        .width = { 40, 60 },
        .head = { "Waarvoor", "Welke gegevens" },
    };

    docx_heading(d, 1, "Waarvoor wij ze gebruiken");
    docx_table(d, &table);
    for (struct place p = { 0, 0 }; next_field(e, &p); p.field++) {
        if (!is_first(e, p, same_purpose))
            continue;
        docx_cell(d, field_at(e, p)->purpose);
        docx_cell(d, labels(e, field_at(e, p), same_purpose));
    }
    docx_table_end(d);
}

static void say_keep(struct docx *d, enum field_keep keep)
{
    docx_cell(d, keep_info(keep)->title);
    docx_cell(d, keep_info(keep)->period);
    docx_cell(d, keep_info(keep)->ground);
}

static void say_periods(struct explain *e, struct docx *d)
{
    static const struct docx_table table = {
        .title = "Bewaartermijnen",
        .description = "Per onderdeel: hoe lang wij het bewaren en op welke grond",
        .columns = 3,
        .width = { 30, 38, 32 },
        .head = { "Wat", "Hoe lang", "Op grond van" },
    };

    docx_heading(d, 1, "Hoe lang wij ze bewaren");
    docx_table(d, &table);
    for (struct place p = { 0, 0 }; next_field(e, &p); p.field++)
        if (is_first(e, p, same_keep))
            say_keep(d, field_at(e, p)->keep);
    if (e->changes)
        say_keep(d, KEEP_HISTORY);
    docx_table_end(d);
    docx_paragraph(d, "AVG is de Algemene verordening gegevensbescherming, UAVG de Uitvoeringswet AVG, AWR de Algemene wet inzake rijksbelastingen. "
                      "Dit pakket zelf verwijderen wij zeven dagen nadat het is gemaakt.");
}

static void say_sharing(struct explain *e, struct docx *d)
{
    docx_heading(d, 1, "Wie uw gegevens kan zien");
    docx_paragraph(d,
                   arena_printf(e->arena,
                                "Bij %s kunnen alleen medewerkers uw gegevens zien die ze voor hun werk nodig hebben. Het systeem houdt bij wie uw "
                                "gegevens bekijkt en wijzigt. Het geeft uw gegevens niet uit zichzelf door aan andere organisaties.",
                                e->head.controller));
    docx_paragraph(
        d, "Wilt u weten aan wie wij uw gegevens op een andere manier hebben gegeven? Vraag het ons; wij zeggen u dan aan welke organisaties.");
    docx_heading(d, 1, "Landen buiten de Europese Unie");
    docx_paragraph(d, "Het systeem waarin uw gegevens staan, geeft geen gegevens door aan landen buiten de Europese Unie of aan internationale "
                      "organisaties.");
    docx_heading(d, 1, "Waar uw gegevens vandaan komen");
    docx_paragraph(d, "Uw gegevens hebben wij van uzelf, of onze medewerkers hebben ze vastgelegd toen zij contact met u hadden. Lidmaatschappen en "
                      "facturen maken wij zelf. Wat wij van uw contactpersonen weten, hebben wij van u gehoord.");
    if (e->changes)
        docx_paragraph(d, "Bij elke wijziging in gegevens.docx staat of u die zelf hebt gedaan of een medewerker.");
    docx_heading(d, 1, "Geen besluiten door een computer");
    docx_paragraph(d, "Het systeem neemt geen besluiten over u en maakt geen profiel van u. Besluiten worden door mensen genomen.");
}

/* Values that are there and that staff have to decide on. */
static bool say_undecided(struct explain *e, struct docx *d)
{
    bool any = false;

    for (struct place p = { 0, 0 }; next_field(e, &p); p.field++) {
        if (field_at(e, p)->export != X_DECIDE)
            continue;
        docx_bullet(d, arena_printf(e->arena,
                                    "%s (%s). Of u dit krijgt, besluit een medewerker, omdat het de rechten van anderen kan raken "
                                    "(artikel 15, lid 4, AVG). Vraag ernaar als u het wilt hebben.",
                                    field_at(e, p)->label, e->seen[p.module].entity->title));
        any = true;
    }
    return any;
}

static void say_left_out(struct explain *e, struct docx *d)
{
    bool any;

    docx_heading(d, 1, "Wat er niet in zit, en waarom");
    any = say_undecided(e, d);
    for (unsigned i = 0; i < e->count; i++) {
        const struct seen *s = &e->seen[i];

        if (s->left_out == 0)
            continue;
        docx_bullet(d, arena_printf(e->arena, "%s Weggelaten: %llu.", s->entity->export_left_out, (unsigned long long)s->left_out));
        any = true;
    }
    if (seen_of(e, &export_account_entity) != NULL && seen_of(e, &export_account_entity)->rows > 0)
        docx_bullet(d, "Wanneer en met welk apparaat u zich hebt aangemeld. Dat ziet u in WerktVoorMij zelf, zolang wij het bewaren.");
    docx_bullet(d, "Het logboek van wie uw gegevens heeft bekeken. Daarin staan ook gegevens van onze medewerkers. Wilt u weten wanneer en waarom uw "
                   "gegevens zijn bekeken? Vraag het ons.");
    if (!any)
        docx_paragraph(d, "Verder is er niets weggelaten.");
}

static void say_rights(struct explain *e, struct docx *d)
{
    const struct export_head *h = &e->head;

    docx_heading(d, 1, "Uw rechten");
    docx_paragraph(d, "U kunt ons vragen om:");
    docx_bullet(d, "uw gegevens te verbeteren of aan te vullen (artikel 16 AVG)");
    docx_bullet(d, "uw gegevens te wissen (artikel 17 AVG)");
    docx_bullet(d, "uw gegevens een tijd niet te gebruiken (artikel 18 AVG)");
    docx_bullet(d, "uw gegevens aan u of aan een ander te geven; daarvoor is gegevens.xml (artikel 20 AVG)");
    docx_bullet(d, "te stoppen met een gebruik waartegen u bezwaar hebt (artikel 21 AVG)");
    docx_paragraph(d,
                   "Wij antwoorden binnen een maand. Is een vraag ingewikkeld, dan kan het twee maanden langer duren; dat laten wij u dan binnen een "
                   "maand weten. Gaf u ergens toestemming voor, dan mag u die altijd intrekken.");
    if (h->help_email != NULL || h->help_phone != NULL)
        docx_paragraph(d, arena_printf(e->arena, "U bereikt ons %s%s%s%s.", h->help_email != NULL ? "per e-mail op " : "",
                                       h->help_email != NULL ? h->help_email : "",
                                       h->help_phone == NULL   ? ""
                                       : h->help_email != NULL ? " en per telefoon op "
                                                               : "per telefoon op ",
                                       h->help_phone != NULL ? h->help_phone : ""));
    docx_heading(d, 1, "Niet tevreden?");
    docx_paragraph(d, "Bent u het niet eens met hoe wij met uw gegevens omgaan? Zeg het ons. U kunt ook een klacht indienen bij de Autoriteit "
                      "Persoonsgegevens: www.autoriteitpersoonsgegevens.nl, Postbus 93374, 2509 AJ Den Haag.");
}

enum status explain_write(struct explain *e, struct scratch *to, const char *dir)
{
    struct docx_info info = {
        .title = arena_printf(e->arena, "Toelichting bij uw gegevens van %s", e->head.controller),
        .creator = e->head.controller,
        .footer = arena_printf(e->arena, "%s – toelichting voor relatie %s", e->head.controller, e->head.number),
        .made = e->head.made,
    };
    struct docx *d = docx_new(e->arena, to, dir, &info);

    docx_title(d, info.title,
               arena_printf(e->arena, "%s, relatienummer %s\nGemaakt op %s", e->head.name, e->head.number, clock_dutch(e->arena, e->head.made)));
    say_package(e, d);
    say_categories(e, d);
    say_purposes(e, d);
    say_periods(e, d);
    say_sharing(e, d);
    say_left_out(e, d);
    say_rights(e, d);
    return docx_end(d);
}
