#include "base/arena.h"
#include "base/clock.h"
#include "model/record_bulk.h"
#include "ops/demo_make.h"
#include "ops/demo_words.h"

/* Help at home, courses and alarms of the demo: each function makes the same rows for the same place. */

#define SERVICE_PLANNED 21 /* days ahead of which an appointment lies at most */

struct wish {
    const char *type, *title, *description;
};
static const struct wish wishes[] = {
    { "klussen", "Lekkende kraan in de keuken", "De kraan lekt sinds een week. Loopt met een rollator, dus even geduld bij de voordeur." },
    { "klussen", "Lamp ophangen", "Kan zelf niet meer op een trap staan." },
    { "tuin", "Heg knippen", "Gereedschap staat in de schuur." },
    { "vervoer", "Naar het ziekenhuis en terug", "Afspraak bij de oogarts. Ziet slecht en wil graag aan de deur worden opgehaald." },
    { "huishouden", "Ramen zemen", "Alleen de begane grond." },
    { "administratie", "Hulp bij de belastingaangifte", "Heeft de brieven in een map bewaard. Hoort slecht: graag duidelijk praten." },
    { "computer", "Nieuwe telefoon instellen", "Wil kunnen beeldbellen met de kleinkinderen." },
    { "verzorging", "Voetverzorging aan huis", "Heeft suikerziekte; de pedicure weet ervan." },
    { "overig", "Hulp bij het uitzoeken van oude spullen", "Gaat kleiner wonen." },
};

static const char *const providers[] = {
    "Klussenteam West", "H. Timmer (vrijwilliger)", "Vervoersdienst Samen", "Hoveniersbedrijf Groen & Zn.", "G. Postma (vrijwilliger)",
};

static void request(struct demo_batch *b, struct prng *p, const struct record *r, const uint8_t *key, int64_t day)
{
    const struct wish *w = &wishes[prng_below(p, sizeof wishes / sizeof *wishes)];
    struct record *s = demo_part(b, &service_entity, r, demo_moment(p, day));
    int64_t today = demo_day(DEMO_TODAY), appointment = day + prng_between(p, 3, SERVICE_PLANNED);
    bool left = record_get(r, "inactive_date") != NULL;
    const char *status = appointment > today + 7 && !left ? "nieuw" : appointment > today && !left ? "ingepland" : "uitgevoerd";

    if (prng_percent(p, 6))
        status = "vervallen";
    record_set(s, "title", w->title);
    record_set(s, "type", w->type);
    record_set(s, "status", status);
    record_set(s, "requested_on", demo_date(b->arena, day));
    record_set(s, "description", w->description);
    if (*status == 'i' || *status == 'u') {
        record_set(s, "appointment_date", demo_date(b->arena, appointment));
        record_set(s, "appointment_time", arena_printf(b->arena, "%02d:%02d", prng_between(p, 8, 16), 15 * prng_between(p, 0, 3)));
        record_set(s, "provider", providers[prng_below(p, sizeof providers / sizeof *providers)]);
    }
    if (*status == 'u' || *status == 'v')
        record_set(s, "done_on", demo_date(b->arena, appointment < today ? appointment : today));
    bulk_part(b->bulk, s, key, NULL);
}

void demo_services(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_SERVICE);
    unsigned count = i == DEMO_NOTHING ? 0 : i == DEMO_JANSEN ? 3 : prng_percent(&p, 25) ? 1 + prng_below(&p, 3) : 0;
    int64_t to = demo_last_day(r), from = r->created_at / CLOCK_DAY;

    for (unsigned k = 0; k < count; k++) {
        int64_t span = to - from < 500 ? to - from : 500;

        request(b, &p, r, key, to - (span > 0 ? prng_below(&p, (unsigned)span + 1) : 0));
    }
}
