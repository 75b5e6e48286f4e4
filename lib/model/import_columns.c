#include "model/import_columns.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "guard/module.h"
#include "model/field.h"

#define PLACE "kolom "

#define CONTACT    &contact_entity
#define MEMBERSHIP &membership_entity

/* In the order of the page where somebody chooses. A word that two targets claim goes to the first that is still free. */
static const struct target targets[] = {
    { "relatienummer", NULL, TARGET_NUMBER,
      "relatienummer relatienr relnr klantnummer klantnr lidnummer lidnr ledennummer lidmaatschapsnummer clientnummer clientnr nummer" },
    { "naam", "Hele naam (wordt gesplitst)", TARGET_NAME, "naam volledigenaam naamvolledig name fullname" },
    { "voorletters", NULL, TARGET_FIELD, "voorletters voorletter initialen initials voorl" },
    { "roepnaam", NULL, TARGET_FIELD, "roepnaam voornaam firstname" },
    { "voornamen", NULL, TARGET_FIELD, "voornamen voornaam doopnamen" },
    { "voorvoegsel", NULL, TARGET_FIELD, "voorvoegsel voorvoegsels tussenvoegsel tussenvoegsels tussenv voorv tv prefix" },
    { "achternaam", NULL, TARGET_FIELD, "achternaam geslachtsnaam familienaam geboortenaam lastname surname naam" },
    { "partnervoorvoegsel", NULL, TARGET_FIELD, "partnervoorvoegsel voorvoegselpartner tussenvoegselpartner voorvoegselvandepartner" },
    { "partnernaam", NULL, TARGET_FIELD, "partnernaam achternaampartner naampartner achternaamvandepartner" },
    { "naamgebruik", NULL, TARGET_FIELD, "naamgebruik aanduidingnaamgebruik" },
    { "geslacht", NULL, TARGET_FIELD, "geslacht sexe sekse mv gender sex" },
    { "geboortedatum", NULL, TARGET_FIELD, "geboortedatum geboren gebdatum gebdat geboortedag datumgeboorte birthdate dateofbirth" },
    { "overlijdensdatum", NULL, TARGET_FIELD, "overlijdensdatum overleden overledenop datumoverlijden" },
    { "straat_huisnummer", "Straat en huisnummer (wordt gesplitst)", TARGET_STREET,
      "straathuisnummer straatenhuisnummer straatenhuisnr adres adresregel adresregel1 address" },
    { "straat", NULL, TARGET_FIELD, "straat straatnaam street adres" },
    { "huisnummer", NULL, TARGET_FIELD, "huisnummer huisnr huisnummerentoevoeging hnr housenumber" },
    { "huisletter", NULL, TARGET_FIELD, "huisletter" },
    { "toevoeging", NULL, TARGET_FIELD, "toevoeging huisnummertoevoeging huisnrtoevoeging toev toevoegsel" },
    { "postcode_woonplaats", "Postcode en woonplaats (wordt gesplitst)", TARGET_TOWN,
      "postcodewoonplaats postcodeplaats postcodeenwoonplaats postcodeenplaats pcplaats" },
    { "postcode", NULL, TARGET_FIELD, "postcode pc postalcode zip zipcode" },
    { "woonplaats", NULL, TARGET_FIELD, "woonplaats plaats plaatsnaam stad city town" },
    { "buitenland1", NULL, TARGET_FIELD, "buitenland1" },
    { "buitenland2", NULL, TARGET_FIELD, "buitenland2" },
    { "buitenland3", NULL, TARGET_FIELD, "buitenland3" },
    { "land", NULL, TARGET_FIELD, "land landcode country" },
    { "telefoon", NULL, TARGET_FIELD,
      "telefoon telefoonnummer telefoonnr tel telnr telefoonvast telefoonthuis telefoonprive vasttelefoonnummer vastetelefoon telefoon1 phone" },
    { "mobiel", NULL, TARGET_FIELD, "mobiel mobielnummer mobielnr mobieletelefoon telefoonmobiel gsm mobile 06 06nummer telefoon2" },
    { "email", NULL, TARGET_FIELD, "email emailadres mail mailadres emailaddress" },
    { "iban", NULL, TARGET_FIELD, "iban ibannummer rekeningnummer rekeningnr rekening bankrekening bankrekeningnummer" },
    { "kvk", NULL, TARGET_FIELD, "kvk kvknummer kvknr" },
    { "bsn", NULL, TARGET_FIELD, "bsn burgerservicenummer bsnnummer bsnnr sofinummer" },

    { "contactpersoon_voorletters", "Contactpersoon: voorletters", TARGET_PART, "voorletterscontactpersoon contactpersoonvoorletters", CONTACT },
    { "contactpersoon_roepnaam", "Contactpersoon: roepnaam", TARGET_PART,
      "roepnaamcontactpersoon voornaamcontactpersoon contactpersoonroepnaam contactpersoonvoornaam", CONTACT },
    { "contactpersoon_voorvoegsel", "Contactpersoon: voorvoegsel", TARGET_PART,
      "voorvoegselcontactpersoon tussenvoegselcontactpersoon contactpersoonvoorvoegsel contactpersoontussenvoegsel", CONTACT },
    { "contactpersoon_achternaam", "Contactpersoon: achternaam", TARGET_PART,
      "contactpersoon achternaamcontactpersoon contactpersoonachternaam naamcontactpersoon contactpersoonnaam", CONTACT, true },
    { "contactpersoon_verhouding", "Contactpersoon: verhouding", TARGET_PART, "verhouding verhoudingcontactpersoon contactpersoonverhouding",
      CONTACT },
    { "contactpersoon_volgorde", "Contactpersoon: volgorde van bellen", TARGET_PART, "volgordevanbellen contactpersoonvolgorde", CONTACT },
    { "contactpersoon_sleutelhouder", "Contactpersoon: heeft een sleutel", TARGET_PART,
      "sleutelhouder heefteensleutel sleutel contactpersoonsleutelhouder", CONTACT },
    { "contactpersoon_telefoon", "Contactpersoon: telefoon", TARGET_PART,
      "telefooncontactpersoon telefoonnummercontactpersoon contactpersoontelefoon noodnummer telefoonbijnood", CONTACT },
    { "contactpersoon_mobiel", "Contactpersoon: mobiel", TARGET_PART, "mobielcontactpersoon contactpersoonmobiel", CONTACT },
    { "contactpersoon_email", "Contactpersoon: e-mailadres", TARGET_PART, "emailcontactpersoon emailadrescontactpersoon contactpersoonemail",
      CONTACT },

    { "lidmaatschap_soort", "Lidmaatschap: soort", TARGET_PART,
      "lidmaatschap soortlidmaatschap lidmaatschapsoort lidmaatschapssoort lidmaatschapsvorm soortlid lidsoort", MEMBERSHIP, true },
    { "lidmaatschap_begindatum", "Lidmaatschap: begindatum", TARGET_PART,
      "lidsinds lidvanaf begindatumlidmaatschap startdatumlidmaatschap ingangsdatumlidmaatschap ingangsdatum inschrijfdatum", MEMBERSHIP, true },
    { "lidmaatschap_einddatum", "Lidmaatschap: einddatum", TARGET_PART, "lidtot einddatumlidmaatschap uitschrijfdatum", MEMBERSHIP },
    { "lidmaatschap_eindreden", "Lidmaatschap: reden van beëindigen", TARGET_PART, "redenbeeindiging redenvanbeeindigen redenuitschrijving",
      MEMBERSHIP },
    { "lidmaatschap_bedrag", "Lidmaatschap: contributie per jaar", TARGET_PART, "contributie contributieperjaar contributiebedrag jaarcontributie",
      MEMBERSHIP },
    { "lidmaatschap_betaalwijze", "Lidmaatschap: betaalwijze", TARGET_PART, "betaalwijze betaalmethode betalingswijze wijzevanbetalen", MEMBERSHIP },
    { "lidmaatschap_machtigingskenmerk", "Lidmaatschap: kenmerk van de machtiging", TARGET_PART,
      "machtigingskenmerk kenmerkmachtiging mandaatkenmerk mandaatid mandaat", MEMBERSHIP },
    { "lidmaatschap_machtigingsdatum", "Lidmaatschap: machtiging getekend op", TARGET_PART,
      "machtigingsdatum datummachtiging machtiginggetekendop mandaatdatum", MEMBERSHIP },
};

#define TARGETS (sizeof targets / sizeof *targets)

const struct field *target_field(const struct target *t)
{
    if (t->kind == TARGET_PART)
        return field_find(t->part, strchr(t->xml, '_') + 1);
    return t->kind == TARGET_FIELD ? field_find(&relation_entity, t->xml) : NULL;
}

static bool allowed(const struct target *t, const struct import_rights *may)
{
    const struct field *f = target_field(t);

    if (f == NULL)
        return true;
    return perms_have(&may->perms, f->edit) && (f->category != PD_BSN || may->bsn);
}

const struct target *target_nth(const struct import_rights *may, size_t nth)
{
    for (size_t i = 0; i < TARGETS; i++)
        if (allowed(&targets[i], may) && nth-- == 0)
            return &targets[i];
    return NULL;
}

const struct target *target_find(const struct import_rights *may, const char *xml)
{
    for (size_t i = 0; i < TARGETS; i++)
        if (strcmp(targets[i].xml, xml) == 0 && allowed(&targets[i], may))
            return &targets[i];
    return NULL;
}

const char *target_label(const struct target *t)
{
    return t->label ? t->label : field_find(&relation_entity, t->xml)->label;
}

const char *target_title(const char *xml)
{
    const struct field *f = field_find(&relation_entity, xml);

    for (size_t i = 0; i < TARGETS; i++)
        if (strcmp(targets[i].xml, xml) == 0)
            return target_label(&targets[i]);
    return f ? f->label : xml;
}

enum status import_rights_here(struct db *db, bool bsn, struct import_rights *out)
{
    struct modules here;
    enum status st = modules_load(db, &here);

    *out = import_rights_all(bsn);
    if (st == ST_OK)
        perms_license(&out->perms, &here);
    return st;
}

struct import_rights import_rights_all(bool bsn)
{
    struct import_rights may = { .bsn = bsn };

    for (enum perm p = PERM_ROOT + 1; p < PERM_COUNT; p++)
        perms_add(&may.perms, p);
    return may;
}

/* "E-mail adres" as the list has it: "emailadres". */
static const char *heading_word(struct arena *a, const char *heading)
{
    return text_strip(a, text_fold(a, heading), " ");
}

static bool among(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = words; n > 0 && (at = strstr(at, word)) != NULL; at += n)
        if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
            return true;
    return false;
}

static bool taken(const struct columns *c, const struct target *t)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->targets[i] == t)
            return true;
    return false;
}

static size_t column_of(const struct columns *c, const char *xml)
{
    size_t i = 0;

    while (i < c->count && (c->targets[i] == NULL || strcmp(c->targets[i]->xml, xml) != 0))
        i++;
    return i;
}

static bool any_of(const struct columns *c, const char *const *parts)
{
    for (; *parts; parts++)
        if (column_of(c, *parts) < c->count)
            return true;
    return false;
}

/* A heading that can mean both: the whole when it stands alone, the half of it beside one of the parts. */
static void pair(struct columns *c, struct arena *a, const struct import_rights *may, const char *whole, const char *half, const char *const *parts)
{
    const struct target *w = target_find(may, whole), *h = target_find(may, half);

    for (size_t i = 0; i < c->count; i++) {
        const char *word = heading_word(a, c->headings[i]);

        if (c->targets[i] != w && c->targets[i] != h)
            continue;
        if (w && h && among(w->words, word) && among(h->words, word) && !taken(c, any_of(c, parts) ? h : w))
            c->targets[i] = any_of(c, parts) ? h : w;
    }
}

/* The column that a part cannot be without; NULL when it has them all. */
static const struct target *part_lacks(const struct columns *c, const struct entity *part)
{
    for (size_t i = 0; i < TARGETS; i++)
        if (targets[i].part == part && targets[i].needed && !taken(c, &targets[i]))
            return &targets[i];
    return NULL;
}

struct columns columns_guess(struct arena *a, const struct row *heading, const struct import_rights *may)
{
    static const char *const name_parts[] = { "voorletters", "roepnaam", "voornamen", "voorvoegsel", NULL };
    static const char *const street_parts[] = { "huisnummer", NULL };
    struct columns c = { .count = heading->count };

    c.headings = arena_array(a, c.count + 1, sizeof *c.headings);
    c.targets = arena_array(a, c.count + 1, sizeof *c.targets);
    for (size_t i = 0; i < c.count; i++)
        c.headings[i] = text_check(heading->cells[i], strlen(heading->cells[i]), true) == TEXT_FINE ? text_clean(a, heading->cells[i]) : "";
    for (size_t i = 0; i < c.count; i++) {
        const char *word = heading_word(a, c.headings[i]);

        for (size_t k = 0; k < TARGETS && c.targets[i] == NULL; k++)
            if (among(targets[k].words, word) && allowed(&targets[k], may) && !taken(&c, &targets[k]))
                c.targets[i] = &targets[k];
    }
    /* "Naam" beside initials is a surname; alone it is all of it. "Adres" beside a house number is a street. */
    pair(&c, a, may, "naam", "achternaam", name_parts);
    pair(&c, a, may, "straat_huisnummer", "straat", street_parts);
    /* Who only says since when somebody is a member has told no membership. */
    for (size_t i = 0; i < c.count; i++)
        if (c.targets[i] && c.targets[i]->part && part_lacks(&c, c.targets[i]->part))
            c.targets[i] = NULL;
    return c;
}

/* Places from 1; 0: no such column. */
static long column_named(const struct columns *c, struct arena *a, const char *name)
{
    const char *word = heading_word(a, name);
    long n;

    if (text_starts(name, PLACE) && text_to_long(name + strlen(PLACE), 1, (long)c->count, &n))
        return n;
    for (size_t i = 0; *word && i < c->count; i++)
        if (strcmp(heading_word(a, c->headings[i]), word) == 0)
            return (long)i + 1;
    return 0;
}

static void map_line(struct columns *c, struct arena *a, char *line, const struct import_rights *may, struct problems *p)
{
    char *equals = strrchr(line, '=');
    const char *name, *xml;
    long at;

    if (text_starts(text_clean(a, line), "#") || !*text_clean(a, line))
        return;
    if (equals == NULL) {
        invalidf(p, NULL, "In deze regel staat geen =: %s", line);
        return;
    }
    *equals = '\0';
    name = text_clean(a, line);
    xml = text_clean(a, equals + 1);
    at = column_named(c, a, name);
    if (at == 0)
        return; /* a map may know more columns than this file has */
    c->targets[at - 1] = *xml ? target_find(may, xml) : NULL;
    if (*xml && c->targets[at - 1] == NULL)
        invalidf(p, arena_printf(a, "kolom-%ld", at), "Er is geen veld ‘%s’ dat u mag invullen", xml);
}

enum status columns_map(struct columns *c, struct arena *a, const char *map, const struct import_rights *may, struct problems *p)
{
    size_t before = p->count;
    char *copy = arena_strdup(a, map), *rest = copy, *line;

    while ((line = strsep(&rest, "\n")) != NULL)
        map_line(c, a, line, may, p);
    return p->count == before ? ST_OK : ST_INVALID;
}

char *columns_text(const struct columns *c, struct arena *a)
{
    struct buf b = buf_in(a);

    for (size_t i = 0; i < c->count; i++)
        buf_printf(&b, PLACE "%zu = %s\n", i + 1, c->targets[i] ? c->targets[i]->xml : "");
    return b.s;
}

enum status columns_check(const struct columns *c, struct problems *p)
{
    size_t before = p->count;

    for (size_t i = 0; i < c->count; i++)
        for (size_t k = 0; c->targets[i] && k < i; k++)
            if (c->targets[k] == c->targets[i]) {
                invalidf(p, arena_printf(p->arena, "kolom-%zu", i + 1), "‘%s’ is al gekozen bij kolom %zu. Kies iets anders",
                         target_label(c->targets[i]), k + 1);
                break;
            }
    for (size_t i = 0; i < c->count; i++) {
        const struct target *lacks = c->targets[i] && c->targets[i]->part ? part_lacks(c, c->targets[i]->part) : NULL;

        if (lacks)
            invalidf(p, arena_printf(p->arena, "kolom-%zu", i + 1), "Kies dan ook een kolom voor ‘%s’", target_label(lacks));
    }
    if (column_of(c, "achternaam") == c->count && column_of(c, "naam") == c->count && column_of(c, "relatienummer") == c->count)
        invalid(p, "kolom-1", "Kies bij een van de kolommen Achternaam of Hele naam: zonder naam kan er geen relatie worden gemaakt");
    return p->count == before ? ST_OK : ST_INVALID;
}

void columns_hash(const struct columns *c, struct arena *a, uint8_t out[HASH_BYTES])
{
    struct buf b = buf_in(a);

    for (size_t i = 0; i < c->count; i++)
        buf_printf(&b, "%s\n", heading_word(a, c->headings[i]));
    hash_sha256(b.s, b.len, out);
}
