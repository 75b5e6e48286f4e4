#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
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

/* Courses: their dates are a week apart. Each has one participant more than it has places, who waits. */
#define COURSE_PLACES 12
#define COURSE_EVERY  4 /* of the first relations, one in so many takes part */

static const char SQL_COURSE[] = "INSERT INTO course (id, title, description, price_cents, places, enrol_open, created_at, changed_at)"
                                 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char SQL_SESSION[] = "INSERT INTO course_session (course_id, session_date, starts, ends, place) VALUES (?, ?, ?, ?, ?)";

static const struct offer {
    const char *title, *description, *from, *place;
    int cents;
    unsigned dates;
} offers[] = {
    { "Valpreventie", "Stevig staan en veilig lopen, in een kleine groep.", "2026-03-03", "Wijkcentrum De Brug, zaal 2", 4500, 6 },
    { "Omgaan met uw tablet", "Beeldbellen, mailen en foto’s bekijken.", "2026-04-09", "Bibliotheek, eerste verdieping", 2500, 4 },
    { "Koken voor één persoon", "Gezond koken zonder veel werk.", "2026-06-02", "Wijkcentrum De Brug, keuken", 6000, 3 },
    { "Mantelzorg: hoe houdt u het vol?", "Ervaringen delen met anderen die voor iemand zorgen.", "2026-09-08", "Kantoor, vergaderzaal", 0, 2 },
    { "Opfriscursus verkeer", "De regels van nu, voor wie al lang een rijbewijs heeft.", "2026-12-03", "Dorpshuis Het Anker", 1500, 2 },
    { "Stoelyoga", "Soepel blijven, zittend op een stoel.", "2027-01-12", "Wijkcentrum De Brug, zaal 1", 5200, 8 },
    { "Uw levensverhaal schrijven", "Herinneringen opschrijven voor wie na u komt.", "2027-02-04", "Bibliotheek, leeszaal", 3500, 5 },
    { "Veilig bankieren", "Herken oplichters, aan de telefoon en op internet.", "2027-03-09", "Kantoor, vergaderzaal", 0, 1 },
};

#define OFFERS (sizeof offers / sizeof *offers)

static enum status course_dates(struct demo_batch *b, struct db *db, unsigned id, const struct offer *o)
{
    enum status status = ST_OK;

    for (unsigned k = 0; k < o->dates && status == ST_OK; k++) {
        struct stmt *st = db_stmt(db, SQL_SESSION);

        bind_u64(st, 0, id);
        bind_str(st, 1, demo_date(b->arena, demo_day(o->from) + 7 * k));
        bind_str(st, 2, "10:00");
        bind_str(st, 3, "12:00");
        bind_str(st, 4, o->place);
        status = db_run(st);
    }
    return status;
}

enum status demo_courses(struct demo_batch *b, struct db *db)
{
    enum status status = ST_OK;

    for (unsigned k = 0; k < OFFERS && status == ST_OK; k++) {
        struct stmt *st = db_stmt(db, SQL_COURSE);

        bind_u64(st, 0, k + 1);
        bind_str(st, 1, offers[k].title);
        bind_str(st, 2, offers[k].description);
        bind_i64(st, 3, offers[k].cents);
        bind_u64(st, 4, COURSE_PLACES);
        bind_str(st, 5, demo_day(offers[k].from) > demo_day(DEMO_TODAY) ? "ja" : "nee");
        bind_time(st, 6, demo_day(DEMO_TODAY) * CLOCK_DAY);
        bind_time(st, 7, demo_day(DEMO_TODAY) * CLOCK_DAY);
        status = db_run(st);
        if (status == ST_OK)
            status = course_dates(b, db, k + 1, &offers[k]);
    }
    return status;
}

void demo_enrolments(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    static const char *const needs[] = { "Eet geen varkensvlees.", "Komt met een rolstoel.", "Hoort slecht: graag vooraan.", "Heeft suikerziekte." };
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_ENROLMENT);
    unsigned nth = i / COURSE_EVERY, course = nth % OFFERS, place = nth / OFFERS;
    const struct offer *o = &offers[course];
    int64_t from = demo_day(o->from), today = demo_day(DEMO_TODAY);
    struct record *e;

    if (i % COURSE_EVERY != 0 || place > COURSE_PLACES || (record_get(r, "inactive_date") && from > demo_last_day(r)))
        return;
    e = demo_part(b, &enrolment_entity, r, demo_moment(&p, (from < today ? from : today) - 40));
    record_set(e, "title", o->title);
    record_set(e, "status", place == COURSE_PLACES ? "wachtlijst" : from > today ? "ingeschreven" : prng_percent(&p, 85) ? "aanwezig" : "afwezig");
    record_set(e, "enrolled_on", demo_date(b->arena, (from < today ? from : today) - 40));
    record_set(e, "first_date", demo_date(b->arena, from));
    record_set(e, "last_date", demo_date(b->arena, from + 7 * ((int64_t)o->dates - 1)));
    record_set(e, "course_id", arena_printf(b->arena, "%u", course + 1));
    if (prng_percent(&p, 30) && from > today) /* of earlier courses they have been wiped */
        record_set(e, "needs", needs[prng_below(&p, sizeof needs / sizeof *needs)]);
    bulk_part(b->bulk, e, key, NULL);
}

void demo_alarms(struct demo_batch *b, unsigned i, const struct record *r, const uint8_t *key)
{
    static const char *const medical[] = { "Heeft suikerziekte en spuit insuline.", "Hartklachten; heeft een pacemaker.", "Hoort slecht: praat luid.",
                                           "Loopt met een rollator. Is snel in de war." };
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_ALARM);
    const char *left = record_get(r, "inactive_date");
    struct record *s;

    if (i == DEMO_NOTHING || (i != DEMO_JANSEN && !prng_percent(&p, 8)))
        return;
    s = demo_part(b, &alarm_entity, r, r->created_at);
    record_set(s, "device", arena_printf(b->arena, "CareLine %u nr. %05u", 2 + prng_below(&p, 3), prng_below(&p, 100000)));
    record_set(s, "sim", arena_printf(b->arena, "+31970%08u", prng_below(&p, 100000000)));
    record_set(s, "start_date", demo_date(b->arena, r->created_at / CLOCK_DAY));
    record_set(s, "end_date", left);
    record_set(s, "key_place", "Sleutelkluis naast de voordeur");
    record_set(s, "key_code", arena_printf(b->arena, "%04u", prng_below(&p, 10000)));
    if (prng_percent(&p, 60))
        record_set(s, "medical", medical[prng_below(&p, sizeof medical / sizeof *medical)]);
    bulk_part(b->bulk, s, key, NULL);
}
