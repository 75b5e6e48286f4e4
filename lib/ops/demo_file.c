#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "ops/demo_make.h"

#define FILES_OFTEN 2000 /* up to this place one in four has documents, further on one in fifty: they are what takes the time */

unsigned demo_files(unsigned i)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_DOCUMENT);

    if (i == DEMO_JANSEN)
        return 3;
    if (i == DEMO_MARKUP || i == DEMO_LONGEST || i == DEMO_UNICODE)
        return 2;
    if (i == DEMO_NOTHING || !prng_percent(&p, i < FILES_OFTEN ? 25 : 2))
        return 0;
    return 1 + prng_below(&p, 3);
}

static const char *full_name(struct arena *a, const struct record *r)
{
    const char *initials = record_get(r, "initials"), *prefix = record_get(r, "prefix");

    return arena_printf(a, "%s%s%s%s%.60s", initials ? initials : "", initials ? " " : "", prefix ? prefix : "", prefix ? " " : "",
                        record_get(r, "last_name"));
}

static struct demo_file letter(struct arena *a, const struct record *r, const char *date)
{
    const char *lines[] = {
        "Ledenservice Demo",
        "Postbus 1, 1000 AA Voorbeeldstad",
        "",
        full_name(a, r),
        arena_printf(a, "Voorbeeldstad, %s", date),
        "",
        "Onderwerp: bevestiging van uw lidmaatschap",
        "",
        "Hartelijk dank voor uw aanmelding. In deze brief bevestigen wij uw lidmaatschap.",
        "U kunt het op elk moment opzeggen; een telefoontje of een e-mail is genoeg.",
        "Uw gegevens ziet u in WerktVoorMij. Klopt er iets niet? Dan kunt u het daar verbeteren.",
        "",
        "Met vriendelijke groet,",
        "Marijke Bos, ledenservice",
        NULL,
    };
    struct buf b = demo_pdf(a, "Bevestiging lidmaatschap", lines);

    return (struct demo_file){ "bevestiging lidmaatschap.pdf", "Bevestiging van het lidmaatschap", "brief", true, b.s, b.len, 0 };
}

static struct demo_file report(struct arena *a, const struct record *r, const char *date)
{
    struct buf b = buf_in(a);

    buf_printf(&b, "Verslag intakegesprek\r\n\r\nDatum: %s\r\nMet: %s\r\n\r\n", date, full_name(a, r));
    buf_puts(&b, "Wensen: hulp in de tuin en gezelschap op de woensdagmiddag.\r\nAfgesproken: wij bellen terug binnen een week. Café De Brug is goed "
                 "bereikbaar.\r\n");
    return (struct demo_file){ "verslag intake.txt", "Verslag van het intakegesprek", "verslag", false, b.s, b.len, 0 };
}

static struct demo_file picture(struct arena *a, struct prng *p)
{
    struct buf b = demo_jpeg(a, p, 40, 30);

    return (struct demo_file){ "foto voordeur.jpg", "Foto van de voordeur", "overig", false, b.s, b.len, 0 };
}

static const char *odd_name(struct arena *a, unsigned i, const char *extension)
{
    struct buf b = buf_in(a);

    switch (i) {
    case DEMO_MARKUP:
        return arena_printf(a, "=cmd & \"<b>vet<b>\" %%2e%%2e %s", extension);
    case DEMO_UNICODE:
        return arena_printf(a, "ǅemal – Ωμέγα דניאל 𠮷田 ½ €%s", extension);
    default:
        while (b.len + strlen(extension) < 255)
            buf_putc(&b, "lange bestandsnaam "[b.len % 19]);
        return arena_printf(a, "%s%s", b.s, extension);
    }
}

struct demo_file demo_file(struct arena *a, unsigned i, unsigned k, const struct record *r)
{
    struct prng p = prng_stream(DEMO_SEED, i, STREAM_DOCUMENT);
    int64_t first = r->created_at / CLOCK_DAY, span = demo_day(DEMO_TODAY) - first;
    struct demo_file f;
    int64_t day;

    p.state += k;
    day = first + (span > 0 ? prng_below(&p, (unsigned)span) : 0);
    f = k == 0 ? letter(a, r, demo_date(a, day)) : k == 1 ? report(a, r, demo_date(a, day)) : picture(a, &p);
    f.day = day;
    if (i == DEMO_MARKUP || i == DEMO_UNICODE || i == DEMO_LONGEST)
        f.name = odd_name(a, i, k == 0 ? ".pdf" : ".txt");
    if (i == DEMO_MARKUP)
        f.title = "</title><script>alert(3)</script>";
    return f;
}
