#include "model/report.h"
#include "model/service.h"

/* The days asked for, as a table of one row, so that a statement can name them as often as it likes. A state is that of p.upto. */
#define SPAN "(SELECT CAST(? AS DATE) AS since, CAST(? AS DATE) AS upto) p "

#define MEMBERS                                                                                                                                      \
    SPAN "JOIN membership m ON m.start_date <= p.upto AND (m.end_date IS NULL OR m.end_date >= p.upto) "                                             \
         "JOIN relation r ON r.id = m.relation_id AND (r.status = 'actief' OR r.inactive_date > p.upto) "
#define REQUESTS SPAN "JOIN service_request s ON s.requested_on BETWEEN p.since AND p.upto "

/* Of who has only a year the birthday is 1 January. */
#define AGE "(YEAR(p.upto) - LEFT(r.birth_date, 4) - (DATE_FORMAT(p.upto, '%m-%d') < SUBSTR(CONCAT(r.birth_date, '-01-01'), 6, 5)))"
#define AGE_BAND                                                                                                                                     \
    "CASE WHEN r.birth_date IS NULL THEN NULL WHEN " AGE " < 20 THEN 'Jonger dan 20' WHEN " AGE " >= 90 THEN '90 en ouder'"                          \
    " ELSE CONCAT(FLOOR(" AGE " / 10) * 10, ' tot en met ', FLOOR(" AGE " / 10) * 10 + 9) END"

#define LATE "DATEDIFF(p.upto, i.due_date)"
#define LATE_BAND                                                                                                                                    \
    "CASE WHEN " LATE " <= 0 THEN 'Nog niet vervallen' WHEN " LATE " <= 30 THEN '1 tot en met 30 dagen' WHEN " LATE                                  \
    " <= 60 THEN '31 tot en met 60 dagen' WHEN " LATE " <= 90 THEN '61 tot en met 90 dagen' ELSE 'Meer dan 90 dagen' END"

#define PAYS                                                                                                                                         \
    "CASE m.payment_method WHEN 'incasso' THEN 'Automatische incasso' WHEN 'factuur' THEN 'Op factuur' WHEN 'contant' THEN 'Contant of met pin' END"

#define MANDATE_YEARS "3" /* a mandate that is not used lapses after 36 months (SEPA Core rulebook) */

static const char SQL_TYPES[] = "SELECT m.type, COUNT(DISTINCT r.id) AS n FROM " MEMBERS "GROUP BY m.type ORDER BY n DESC, m.type";

static const char SQL_TOWNS[] = "SELECT r.town, COUNT(DISTINCT r.id) AS n FROM " MEMBERS "GROUP BY r.town ORDER BY n DESC, r.town";

static const char SQL_AGES[] = "SELECT " AGE_BAND " AS band, COUNT(DISTINCT r.id) FROM " MEMBERS "GROUP BY band ORDER BY band IS NULL, MIN(" AGE ")";

static const char SQL_PAYMENTS[] = "SELECT " PAYS " AS pays, COUNT(*) AS n FROM " MEMBERS "GROUP BY pays ORDER BY n DESC, pays";

static const char SQL_BEGUN[] =
    "SELECT MONTH(m.start_date) AS month, COUNT(*) FROM " SPAN "JOIN membership m ON m.start_date BETWEEN p.since AND p.upto GROUP BY month";

static const char SQL_ENDED[] =
    "SELECT MONTH(m.end_date) AS month, COUNT(*) FROM " SPAN "JOIN membership m ON m.end_date BETWEEN p.since AND p.upto GROUP BY month";

static const char SQL_MANDATES[] = "SELECT CAST(YEAR(m.mandate_signed_on) AS CHAR) AS signed_in, COUNT(*) FROM " MEMBERS
                                   "WHERE m.payment_method = 'incasso' AND m.mandate_signed_on < p.upto - INTERVAL " MANDATE_YEARS
                                   " YEAR GROUP BY signed_in ORDER BY signed_in DESC";

static const char SQL_REASONS[] =
    "SELECT d.title, COUNT(*) AS n FROM " SPAN "JOIN relation r ON r.status = 'inactief' AND r.inactive_date BETWEEN p.since AND p.upto "
    "LEFT JOIN deregistration_reason d ON d.code = r.inactive_reason GROUP BY d.title ORDER BY n DESC, d.title";

static const char SQL_UNPAID[] =
    "SELECT " LATE_BAND " AS band, COUNT(*), CAST(SUM(i.total_cents) AS SIGNED) FROM " SPAN
    "JOIN invoice i ON i.invoice_date <= p.upto AND (i.status IN ('open', 'herinnerd') OR (i.status = 'betaald' AND i.paid_on > p.upto)) "
    "GROUP BY band ORDER BY MIN(" LATE ")";

static const char SQL_BILLED[] = "SELECT MONTH(i.invoice_date) AS month, COUNT(*), CAST(SUM(i.total_cents) AS SIGNED) FROM " SPAN
                                 "JOIN invoice i ON i.invoice_date BETWEEN p.since AND p.upto AND i.status <> 'concept' GROUP BY month";

static const char SQL_STATES[] = "SELECT s.status, COUNT(*) AS n FROM " REQUESTS "GROUP BY s.status ORDER BY n DESC, s.status";

static const char SQL_KINDS[] = "SELECT s.type, COUNT(*) AS n FROM " REQUESTS "GROUP BY s.type ORDER BY n DESC, s.type";

static const char SQL_AREAS[] =
    "SELECT LEFT(r.postcode, 2) AS area, COUNT(*) AS n FROM " REQUESTS "JOIN relation r ON r.id = s.relation_id GROUP BY area ORDER BY n DESC, area";

static const char SQL_COURSES[] =
    "SELECT c.title, COUNT(e.id), CAST(MAX(c.places) AS SIGNED) FROM " SPAN
    "JOIN (SELECT course_id, MIN(session_date) AS first FROM course_session GROUP BY course_id) d ON YEAR(d.first) = YEAR(p.upto) "
    "JOIN course c ON c.id = d.course_id "
    "LEFT JOIN enrolment e ON e.course_id = c.id AND e.status IN ('ingeschreven', 'aanwezig', 'afwezig') "
    "GROUP BY c.id, c.title, d.first ORDER BY d.first DESC, c.id DESC";

const struct report reports[] = {
    { "leden-per-soort", "Leden per soort", "Hoeveel relaties een lidmaatschap van elke soort hadden op de laatste dag.", "Soort lidmaatschap",
      "Leden", .perm = PERM_MEMBERSHIP_READ, .sql = SQL_TYPES },
    { "leden-per-plaats", "Leden per woonplaats", "Waar de leden woonden die er op de laatste dag waren; wie verhuisde, telt waar hij nu woont.",
      "Woonplaats", "Leden", .perm = PERM_MEMBERSHIP_READ, .sql = SQL_TOWNS },
    { "leden-per-leeftijd", "Leden per leeftijd", "Hoe oud de leden waren op de laatste dag; van wie alleen het jaar bekend is, telt 1 januari.",
      "Leeftijd", "Leden", .perm = PERM_MEMBERSHIP_READ, .sql = SQL_AGES },
    { "leden-per-betaalwijze", "Leden per betaalwijze", "Hoe de contributie werd betaald van lidmaatschappen die op de laatste dag liepen.",
      "Betaalwijze", "Lidmaatschappen", .perm = PERM_MEMBERSHIP_READ, .sql = SQL_PAYMENTS },
    { "nieuwe-lidmaatschappen", "Nieuwe lidmaatschappen per maand", "Lidmaatschappen die in elke maand begonnen.", "Maand", "Begonnen",
      .months = true, .perm = PERM_MEMBERSHIP_READ, .sql = SQL_BEGUN },
    { "beeindigde-lidmaatschappen", "Beëindigde lidmaatschappen per maand", "Lidmaatschappen die in elke maand eindigden.", "Maand", "Beëindigd",
      .months = true, .perm = PERM_MEMBERSHIP_READ, .sql = SQL_ENDED },
    { "oude-machtigingen", "Machtigingen van drie jaar en ouder",
      "Machtigingen voor incasso van leden, naar het jaar waarin ze zijn getekend. Een machtiging vervalt als er 36 maanden niet mee is "
      "geïncasseerd.",
      "Getekend in", "Machtigingen", .perm = PERM_MEMBERSHIP_READ, .sql = SQL_MANDATES },
    { "afmeldredenen", "Redenen van afmelding", "Waarom relaties in deze tijd inactief zijn gemaakt.", "Reden", "Relaties",
      .perm = PERM_RELATION_READ, .sql = SQL_REASONS },
    { "openstaande-facturen", "Openstaande facturen naar ouderdom",
      "Facturen die op de laatste dag niet waren betaald, naar dagen na de vervaldatum.", "Te laat", "Facturen", "Bedrag", .more_money = true,
      .perm = PERM_INVOICE_READ, .sql = SQL_UNPAID },
    { "gefactureerd", "Gefactureerd per maand", "Facturen en creditnota's die in elke maand zijn gemaakt; concepten tellen niet.", "Maand",
      "Facturen", "Bedrag", .more_money = true, .months = true, .perm = PERM_INVOICE_READ, .sql = SQL_BILLED },
    { "service-per-status", "Serviceaanvragen per status", "Hoe het nu staat met de aanvragen van deze tijd.", "Status", "Aanvragen",
      .perm = PERM_SERVICE_READ, .words = service_states, .sql = SQL_STATES },
    { "service-per-soort", "Serviceaanvragen per soort hulp", "Waar in deze tijd om is gevraagd.", "Soort hulp", "Aanvragen",
      .perm = PERM_SERVICE_READ, .words = service_types, .sql = SQL_KINDS },
    { "service-per-gebied", "Serviceaanvragen per postcodegebied", "Waar de mensen wonen die in deze tijd iets vroegen.", "Postcode begint met",
      "Aanvragen", .perm = PERM_SERVICE_READ, .sql = SQL_AREAS },
    { "bezetting-cursussen", "Bezetting van cursussen", "Hoeveel plaatsen bezet zijn van cursussen die in dit jaar beginnen, de laatste eerst.",
      "Cursus", "Bezet", "Plaatsen", .known = true, .perm = PERM_COURSE_READ, .sql = SQL_COURSES },
    { 0 },
};
