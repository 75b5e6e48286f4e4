#include "web/flash.h"

#include <string.h>

#include "web/answer.h"
#include "web/page.h"

static const struct flash {
    const char *code, *title, *text;
} flashes[] = {
    { "bewaard", "De wijzigingen zijn opgeslagen", NULL },
    { "nieuw", "De relatie is toegevoegd", NULL },
    { "toegevoegd", "Het onderdeel is toegevoegd", NULL },
    { "stap", "De status is gewijzigd", NULL },
    { "geen-stap", "De status is niet gewijzigd", "De status was intussen al anders. Kijk hoe het er nu voor staat." },
    { "ingeschreven", "De inschrijving is vastgelegd", "Er was een plaats vrij." },
    { "wachtlijst", "De relatie staat op de wachtlijst", "De cursus is vol. Komt er een plaats vrij, dan gaat die naar wie het langst wacht." },
    { "volgorde", "De volgorde is gewijzigd", NULL },
    { "doel", "Het doel is toegevoegd", "Mensen kunnen er vanaf nu toestemming voor geven." },
    { "doel-tekst", "De nieuwe tekst is opgeslagen", NULL },
    { "doel-einde", "Dit wordt niet meer gevraagd", "Wie toestemming gaf, staat vanaf nu in geen mailinglijst meer." },
    { "doel-weer", "Dit wordt weer gevraagd", NULL },
    { "toestemming-gegeven", "Uw toestemming is vastgelegd", "Bedankt. U kunt haar altijd weer intrekken." },
    { "toestemming-ingetrokken", "Uw toestemming is ingetrokken", "Wij gebruiken uw gegevens hier vanaf nu niet meer voor." },
    { "verwijderd", "Het onderdeel is verwijderd", NULL },
    { "inactief", "De relatie is inactief gemaakt", "De bewaartermijn is begonnen. U kunt dit ongedaan maken zolang de relatie niet is verwijderd." },
    { "al-inactief", "De relatie was al inactief", NULL },
    { "actief", "De relatie is weer actief", NULL },
    { "document", "Het document is toegevoegd aan het dossier", NULL },
    { "notitie", "De notitie is opgeslagen", NULL },
    { "geen-wijziging", "Er was niets te wijzigen", "De gegevens waren al zo." },
    { "factuur-nieuw", "Het concept is gemaakt", "Voeg nu regels toe. Is alles goed? Maak de factuur dan definitief." },
    { "factuur-definitief", "De factuur is definitief", "Zij heeft een nummer en verandert niet meer." },
    { "factuur-betaald", "De betaling is vastgelegd", NULL },
    { "factuur-weg", "Het concept is weggegooid", NULL },
    { "creditnota-nieuw", "De creditnota is gemaakt als concept", "Haal weg wat u niet crediteert en maak haar dan definitief." },
    { "incasso-weg", "De incasso is weggegooid", "De facturen kunnen opnieuw worden geïncasseerd." },
    { "run-weg", "De run is weggegooid", "Alle concepten van deze run zijn weg." },
    { "export", "De export wordt gemaakt", NULL },
    { "mailen", "Wij mailen u als het klaar is", "U kunt deze pagina verlaten." },
    { "gegevens", "Uw gegevens zijn gewijzigd", "Wij gebruiken vanaf nu de nieuwe gegevens." },
    { "email", "Uw e-mailadres is gewijzigd", "Uw oude adres heeft hierover bericht gekregen." },
    { "voorstel", "Uw wijziging is doorgegeven", "Een medewerker kijkt ernaar. U krijgt bericht." },
    { "wachtwoord", "Uw wachtwoord is gewijzigd", NULL },
    { "wachtwoord-nieuw", "Uw wachtwoord is ingesteld", "U kunt zich nu aanmelden." },
    { "sessie-einde", "De sessie is beëindigd", NULL },
    { "sessies-einde", "Alle andere sessies zijn beëindigd", NULL },
    { "afgemeld", "U bent afgemeld", NULL },
    { "verlopen", "U bent uitgelogd", "U hebt een tijd niets gedaan. Meld u opnieuw aan om verder te gaan." },
    { "opnieuw", "Meld u opnieuw aan",
      "U wijzigt uw adres, telefoonnummer of e-mailadres. Daarvoor willen wij zeker weten dat u het bent. Wat u hebt ingevuld, blijft bewaard." },
    { "code", "Er is een nieuwe code verstuurd", NULL },
};

static const struct flash *find(const char *code)
{
    for (size_t i = 0; i < sizeof flashes / sizeof flashes[0]; i++)
        if (strcmp(flashes[i].code, code) == 0)
            return &flashes[i];
    return NULL;
}

bool flash_known(const char *code)
{
    return find(code) != NULL;
}

void flash_show(struct req *r)
{
    const char *code = req_cookie(r, FLASH_COOKIE);
    const struct flash *f = code == NULL ? NULL : find(code);

    if (code == NULL)
        return;
    if (f != NULL)
        page_flash(r, f->title, f->text);
    set_cookie(r, FLASH_COOKIE, "", -1);
}
