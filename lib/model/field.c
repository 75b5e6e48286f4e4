#include "model/field.h"

#include <string.h>

const struct entity *const entities[] = {
    &relation_entity, &contact_entity,   &membership_entity, &invoice_entity, &note_entity, &document_entity,
    &service_entity,  &enrolment_entity, &alarm_entity,      &consent_entity, &task_entity, NULL,
};

static const struct keep_info keeps[KEEP_COUNT] = {
    [KEEP_RELATION] = { "Relatie", "2 jaar na het einde van de relatie", "AVG art. 6, lid 1, onder b en f", 24 },
    [KEEP_MEMBERSHIP] = { "Lidmaatschap", "2 jaar na het einde van het lidmaatschap", "AVG art. 6, lid 1, onder b en f", 24 },
    [KEEP_INVOICE] = { "Facturen", "7 jaar na het einde van het jaar", "AWR art. 52", 84 },
    [KEEP_BSN] = { "BSN", "tot de wettelijke grondslag eindigt", "UAVG art. 46", 0 },
    [KEEP_DOSSIER] = { "Dossier", "2 jaar na het einde van de relatie", "AVG art. 6, lid 1, onder f", 24 },
    [KEEP_SERVICE] = { "Servicedienst", "2 jaar nadat de aanvraag is afgehandeld", "AVG art. 6, lid 1, onder b", 24 },
    [KEEP_COURSE] = { "Cursussen", "2 jaar na de laatste bijeenkomst", "AVG art. 6, lid 1, onder b", 24 },
    [KEEP_NEEDS] = { "Waar een cursus rekening mee houdt", "30 dagen na de laatste bijeenkomst", "AVG art. 9, lid 2, onder a", 1, .wiped = true,
                     .days = 30 },
    [KEEP_ALARM] = { "Alarmering", "1 jaar na het einde van het abonnement", "AVG art. 6, lid 1, onder b", 12 },
    [KEEP_ALARM_SECRET] = { "Gezondheid en sleutelcode bij alarmering", "tot het abonnement eindigt", "AVG art. 9, lid 2, onder a en c", 0,
                            .wiped = true, .days = 0 },
    [KEEP_CONSENT] = { "Toestemmingen", "5 jaar na het intrekken", "AVG art. 7, lid 1, en art. 5, lid 2", 60 },
    [KEEP_HISTORY] = { "Geschiedenis van wijzigingen", "zo lang als het gegeven zelf", "AVG art. 5, lid 2", 24 },
};

static const struct {
    char letter;
    const char *title;
} categories[] = {
    [PD_NORMAL] = { 'N', "Gewone persoonsgegevens" }, [PD_CONTACT] = { 'C', "Adres- en contactgegevens" },
    [PD_FINANCE] = { 'F', "Financiële gegevens" },    [PD_SPECIAL] = { 'S', "Bijzondere persoonsgegevens" },
    [PD_BSN] = { 'B', "Burgerservicenummer" },        [PD_SECRET] = { 'X', "Geheime gegevens" },
};

bool field_on_portal(const struct field *f)
{
    return f->portal != PORTAL_HIDDEN && !f->sealed;
}

const struct field *field_find(const struct entity *e, const char *xml)
{
    for (const struct field *f = e->fields; f->column; f++)
        if (strcmp(f->xml, xml) == 0)
            return f;
    return NULL;
}

size_t field_index(const struct entity *e, const char *column)
{
    size_t i = 0;

    while (i < e->count && strcmp(e->fields[i].column, column) != 0)
        i++;
    return i;
}

const struct entity *entity_find(const char *xml_list)
{
    for (const struct entity *const *e = entities; *e; e++)
        if ((*e)->xml_list && strcmp((*e)->xml_list, xml_list) == 0)
            return *e;
    return NULL;
}

const char *category_title(enum field_category c)
{
    return categories[c].title;
}

char category_letter(enum field_category c)
{
    return categories[c].letter;
}

const struct keep_info *keep_info(enum field_keep k)
{
    return &keeps[k];
}

const char *choice_label(const struct field *f, const char *value)
{
    if (!f->choices || !value)
        return NULL;
    for (const struct choice *c = f->choices; c->value; c++)
        if (strcmp(c->value, value) == 0)
            return c->label;
    return NULL;
}
