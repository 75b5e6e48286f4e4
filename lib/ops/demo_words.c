#include "ops/demo_words.h"

#include <stddef.h>

#define WORDS(name)                                                                                                                                  \
    {                                                                                                                                                \
        name, sizeof name / sizeof *name                                                                                                             \
    }

/* Dutch given names: those of people born until 1945, until 1965, until 1985 and later. */
static const char *const men_1920[] = {
    "Johannes", "Cornelis", "Hendrik",   "Willem",   "Jacobus",  "Gerrit", "Pieter",    "Adrianus",  "Antonius", "Dirk",     "Arie",   "Klaas",
    "Jacob",    "Gijsbert", "Theodorus", "Martinus", "Leendert", "Evert",  "Bernardus", "Wilhelmus", "Petrus",   "Hermanus", "Teunis", "Albertus",
};
static const char *const men_1946[] = {
    "Jan",  "Peter", "Hans", "Kees", "Henk", "Wim", "Rob",  "Frans", "Theo", "Gerard", "Ton", "Piet",
    "Paul", "Ben",   "Joop", "Ruud", "Fred", "Leo", "Nico", "Harry", "René", "André",  "Jos", "Wouter",
};
static const char *const men_1966[] = {
    "Marco", "Jeroen",  "Dennis", "Edwin",   "Patrick", "Michel", "Erik",  "Richard", "Martijn", "Bas",    "Mark",  "Sander",
    "Robin", "Maarten", "Joost",  "Jeffrey", "Niels",   "Koen",   "Ramon", "Björn",   "Arjan",   "Ronald", "Remco", "Vincent",
};
static const char *const men_1986[] = {
    "Daan",  "Sem",    "Thijs", "Lars", "Tim", "Bram", "Luuk", "Jesse", "Thomas", "Finn", "Ruben", "Stijn",
    "Milan", "Julian", "Sven",  "Noah", "Max", "Gijs", "Mees", "Joep",  "Floris", "Siem", "Loïc",  "Teun",
};
static const char *const women_1920[] = {
    "Maria",      "Johanna",   "Cornelia",   "Wilhelmina", "Hendrika",  "Anna",        "Elisabeth",  "Adriana",
    "Geertruida", "Catharina", "Jacoba",     "Neeltje",    "Grietje",   "Aaltje",      "Petronella", "Trijntje",
    "Dirkje",     "Antje",     "Margaretha", "Theodora",   "Berendina", "Pieternella", "Hermina",    "Willempje",
};
static const char *const women_1946[] = {
    "Ria",      "Annie",  "Marijke", "Ineke",  "Joke", "Corrie", "Tineke", "Willy", "Hanneke", "Ans",   "Elly", "Gerda",
    "Marianne", "Yvonne", "Truus",   "Anneke", "Wil",  "Loes",   "Els",    "Marja", "Thea",    "Ellen", "José", "Riet",
};
static const char *const women_1966[] = {
    "Sandra", "Monique",   "Esther", "Linda",   "Petra",   "Wendy",    "Mirjam", "Ingrid", "Saskia",  "Astrid", "Miranda",   "Bianca",
    "Karin",  "Angelique", "Nicole", "Suzanne", "Marloes", "Daniëlle", "Manon",  "Renée",  "Chantal", "Ilse",   "Annemieke", "Debby",
};
static const char *const women_1986[] = {
    "Emma", "Lotte", "Sanne", "Femke", "Iris", "Fleur", "Anouk",   "Lieke", "Julia", "Eva", "Noor", "Roos",
    "Maud", "Zoë",   "Chloë", "Isa",   "Tess", "Merel", "Jasmijn", "Britt", "Nina",  "Kim", "Evi",  "Puck",
};
static const struct words dutch_men[] = { WORDS(men_1920), WORDS(men_1946), WORDS(men_1966), WORDS(men_1986) };
static const struct words dutch_women[] = { WORDS(women_1920), WORDS(women_1946), WORDS(women_1966), WORDS(women_1986) };

static const char *const frisian_men[] = {
    "Sjoerd", "Jelle", "Wytse", "Fokke", "Hylke", "Ype", "Douwe", "Tsjerk", "Gerben", "Sybren", "Anne", "Rinse", "Bauke", "Jetze", "Eelke", "Oebele",
};
static const char *const frisian_women[] = {
    "Sietske", "Froukje", "Tjitske", "Baukje", "Wytske", "Jeltje", "Akke", "Hiske", "Fenna", "Nynke", "Doutzen", "Lysbeth", "Ytsje", "Rixt", "Hinke",
};
static const char *const turkish_men[] = {
    "Mehmet", "Mustafa", "Ahmet", "Hüseyin", "İbrahim", "Çağlar", "Şükrü", "Ömer", "Yusuf", "Kemal", "Oğuz", "Tuğrul",
};
static const char *const turkish_women[] = {
    "Ayşe", "Fatma", "Gülşen", "Emine", "Özlem", "Zeynep", "Şule", "Çiğdem", "Hatice", "Yıldız", "Gülay", "Ümmühan",
};
static const char *const moroccan_men[] = {
    "Mohamed", "Saïd", "Driss", "Rachid", "Abdelhak", "Youssef", "Brahim", "Hicham", "Noureddine", "El Houssaine", "Jamal", "Farid",
};
static const char *const moroccan_women[] = {
    "Fatima", "Naïma", "Khadija", "Samira", "Zohra", "Latifa", "Malika", "Hafida", "Soumaya", "Rahma", "Loubna", "Aïcha",
};
static const char *const surinamese_men[] = {
    "Radjesh", "Soerinder", "Kishan", "Wensly", "Romeo", "Stanley", "Humphrey", "Ashwin", "Glenn", "Sergio", "Dew", "Winston",
};
static const char *const surinamese_women[] = {
    "Sharmila", "Soenita", "Shanti", "Ilse", "Marlène", "Joyce", "Chandra", "Muriël", "Rasmi", "Hillegonda", "Astra", "Sharda",
};
static const char *const european_men[] = {
    "Łukasz", "Jürgen", "Søren", "François", "João", "Miloš", "Andrzej", "Iñaki", "Zoltán", "Håkon", "Ștefan", "Kārlis",
};
static const char *const european_women[] = {
    "Agnieszka", "Małgorzata", "Françoise", "Inés", "Žaklina", "Åsa", "Bärbel", "Conceição", "Réka", "Þóra", "Ioană", "Siân",
};

static const struct words men[] = {
    [ORIGIN_FRISIAN] = WORDS(frisian_men),       [ORIGIN_TURKISH] = WORDS(turkish_men),   [ORIGIN_MOROCCAN] = WORDS(moroccan_men),
    [ORIGIN_SURINAMESE] = WORDS(surinamese_men), [ORIGIN_EUROPEAN] = WORDS(european_men),
};
static const struct words women[] = {
    [ORIGIN_FRISIAN] = WORDS(frisian_women),       [ORIGIN_TURKISH] = WORDS(turkish_women),   [ORIGIN_MOROCCAN] = WORDS(moroccan_women),
    [ORIGIN_SURINAMESE] = WORDS(surinamese_women), [ORIGIN_EUROPEAN] = WORDS(european_women),
};

/* A prefix (voorvoegsel) stands in front, in lower case; demo_person.c takes it off. */
static const char *const dutch_surnames[] = {
    "Jansen",        "de Vries",       "Bakker",       "Visser",         "Smit",
    "Meijer",        "de Boer",        "Mulder",       "de Groot",       "Bos",
    "Vos",           "Peters",         "Hendriks",     "van Leeuwen",    "Dekker",
    "Brouwer",       "de Wit",         "van Dijk",     "Smits",          "de Graaf",
    "van der Meer",  "van der Linden", "Kok",          "Jacobs",         "de Haan",
    "Vermeulen",     "van den Heuvel", "van der Veen", "van den Broek",  "de Bruijn",
    "Schouten",      "Willems",        "van Vliet",    "Koster",         "Prins",
    "Blom",          "Huisman",        "Maas",         "Kuipers",        "Postma",
    "van den Bosch", "van Wijk",       "Kramer",       "ten Brink",      "Scholten",
    "van der Laan",  "van Os",         "van Puffelen", "van Velzen",     "Käster",
    "in 't Veld",    "van 't Hof",     "ter Horst",    "op de Beek",     "de Zwart",
    "Molenaar",      "Kuiper",         "Timmer",       "Schipper",       "Hermsen",
    "Evers",         "Gerritsen",      "van der Kamp", "van de Berg",    "van der Wal",
    "van der Plas",  "van der Hoeven", "van der Burg", "van Beek",       "de Rooij",
    "van Schaik",    "van Doorn",      "van Eijk",     "Wouters",        "Verhoeven",
    "Aalbers",       "Ooms",           "Quispel",      "Terpstra",       "Zuidema",
    "de Ruijter",    "Pronk",          "Tuinman",      "Vlasblom",       "Naaktgeboren",
    "Zeldenrust",    "Goedhart",       "Poot",         "Bloemendaal",    "'t Lam",
    "te Riele",      "den Hartog",     "von Seydlitz", "van IJzendoorn", "Os",
};
static const char *const frisian_surnames[] = {
    "Hoekstra", "Dijkstra", "Feenstra",    "Nauta",   "Wiersma",  "Bouma",   "Sinnema",    "Zijlstra", "Bijlsma", "Hylkema",  "Tjepkema",
    "Rijpkema", "Ypma",     "van der Zee", "Boersma", "Hiemstra", "Rypkema", "Bûterhoeke", "Skûtsje",  "Wâldsma", "Hettinga",
};
static const char *const turkish_surnames[] = {
    "Yılmaz", "Öztürk", "Çelik", "Şahin", "Doğan", "Aydın", "Koç", "Yıldırım", "Güneş", "Kılıç", "Erdoğmuş", "Işık",
};
static const char *const moroccan_surnames[] = {
    "El Amrani", "Bouzid", "Aït Ali", "Benali", "El Idrissi", "Azzouzi", "Bouali", "El Mokhtari", "Ouali", "Chaïb", "Saïdi", "Haddou",
};
static const char *const surinamese_surnames[] = {
    "Ramdin",     "Baldewsingh", "Kromosoeto", "Pengel",     "Jagesar",        "Sewnarain",
    "Wijngaarde", "Ferrier",     "Bihari",     "Tjon A Fat", "Lieuw-Kie-Song", "Amatsoemarto",
};
static const char *const european_surnames[] = {
    "Kowalczyk", "Wiśniewski", "Müller", "Größmann", "Sørensen", "Lefèvre", "Gonçalves",
    "Dvořák",    "Muñoz",      "Szabó",  "O'Neill",  "D'Amico",  "Sæther",  "Ionescu",
};
static const struct words surnames[] = {
    [ORIGIN_DUTCH] = WORDS(dutch_surnames),       [ORIGIN_FRISIAN] = WORDS(frisian_surnames),       [ORIGIN_TURKISH] = WORDS(turkish_surnames),
    [ORIGIN_MOROCCAN] = WORDS(moroccan_surnames), [ORIGIN_SURINAMESE] = WORDS(surinamese_surnames), [ORIGIN_EUROPEAN] = WORDS(european_surnames),
};

/* Places with their own postcodes and area code; the streets and house numbers are invented. */
static const struct demo_town towns[] = {
    { "Amsterdam", 1011, 87, "20" },  { "Rotterdam", 3011, 78, "10" },  { "Den Haag", 2511, 86, "70" },  { "Utrecht", 3511, 74, "30" },
    { "Eindhoven", 5611, 47, "40" },  { "Groningen", 9711, 36, "50" },  { "Tilburg", 5011, 38, "13" },   { "Almere", 1311, 52, "36" },
    { "Breda", 4811, 28, "76" },      { "Nijmegen", 6511, 35, "24" },   { "Enschede", 7511, 37, "53" },  { "Haarlem", 2011, 26, "23" },
    { "Arnhem", 6811, 35, "26" },     { "Amersfoort", 3811, 18, "33" }, { "Apeldoorn", 7311, 28, "55" }, { "'s-Hertogenbosch", 5211, 26, "73" },
    { "Maastricht", 6211, 18, "43" }, { "Leiden", 2311, 23, "71" },     { "Dordrecht", 3311, 18, "78" }, { "Zwolle", 8011, 35, "38" },
    { "Deventer", 7411, 18, "570" },  { "Delft", 2611, 18, "15" },      { "Alkmaar", 1811, 18, "72" },   { "Leeuwarden", 8911, 30, "58" },
    { "Sneek", 8601, 7, "515" },      { "Drachten", 9201, 6, "512" },   { "Emmen", 7811, 17, "591" },    { "Hoorn", 1621, 7, "229" },
    { "Gouda", 2801, 8, "182" },      { "Venlo", 5911, 17, "77" },      { "Assen", 9401, 7, "592" },     { "Middelburg", 4331, 7, "118" },
    { "Goes", 4461, 4, "113" },       { "Terneuzen", 4531, 8, "115" },  { "Zutphen", 7201, 6, "575" },   { "Doetinchem", 7001, 8, "314" },
    { "Oss", 5341, 8, "412" },        { "Roosendaal", 4701, 8, "165" }, { "Hengelo", 7551, 8, "74" },    { "IJsselstein", 3401, 3, "30" },
    { "Dokkum", 9101, 2, "519" },     { "Franeker", 8801, 2, "517" },
};

static const struct demo_foreign foreigns[] = {
    { "BE", "Kerkstraat 14 bus 2", "2000 Antwerpen", NULL, "+323" },
    { "DE", "Gartenstraße 7", "48599 Gronau (Westf.)", NULL, "+492562" },
    { "ES", "Calle del Niño 3, 2º B", "03501 Benidorm", "Alicante", "+3496" },
    { "FR", "12 bis, rue de l'Église", "24200 Sarlat-la-Canéda", NULL, "+335" },
    { "GB", "Flat 3, 21 Hill Road", "Norwich NR1 0AA", "Norfolk", "+441603" },
    { "SR", "Waterkant 100", "Paramaribo", NULL, "+597" },
    { "TR", "Çınar Sokak 5", "07400 Alanya", "Antalya", "+90242" },
    { "PT", "Rua da Conceição 8", "8000-100 Faro", NULL, "+351289" },
    { "CA", "45 Maple Crescent", "Ottawa ON K1A 0A0", NULL, "+1613" },
    { "CW", "Kaya Flamboyan 9", "Willemstad", NULL, "+5999" },
};

static const char *const street_head[] = {
    "Linden",  "Beuken",  "Molen",    "Kerk",   "Dorps",   "Wilhelmina",       "Oranje",        "Noorder",
    "Zuider",  "School",  "Kastanje", "Iepen",  "Merel",   "Leeuwerik",        "Prins Hendrik", "Burgemeester Jansen",
    "Eiken",   "Wilgen",  "Water",    "Haven",  "Station", "Tulpen",           "Rozen",         "Koning",
    "Vlinder", "Spoor",   "Heide",    "Berken", "Anjer",   "Vincent van Gogh", "Cello",         "Regenboog",
    "Rijn",    "Schelde", "Zonne",    "Wâlden",
};
static const char *const street_tail[] = {
    "straat", "laan", "weg", "plein", "kade", "hof", "singel", "pad", "dreef", "steeg", "gracht", "strjitte",
};
static const char *const memberships[] = {
    "Basislidmaatschap", "Gezinslidmaatschap", "Lidmaatschap 65+", "Steunlidmaatschap", "Lidmaatschap met servicedienst", "Proeflidmaatschap",
};
static const char *const relationships[] = {
    "dochter",  "zoon",  "partner", "buurvrouw", "buurman",   "zus",          "broer",
    "huisarts", "nicht", "neef",    "vriendin",  "kleinzoon", "mantelzorger", "bewindvoerder",
};
static const char *const authors[] = { "Marijke Bos", "Tom de Leeuw", "Ayşe Demir", "Sjoukje van der Zee" };

const struct words demo_street_head = WORDS(street_head);
const struct words demo_street_tail = WORDS(street_tail);
const struct words demo_memberships = WORDS(memberships);
const struct words demo_relationships = WORDS(relationships);
const struct words demo_authors = WORDS(authors);

const char *demo_pick(struct prng *p, const struct words *w)
{
    return w->list[prng_below(p, w->count)];
}

const struct words *demo_given_names(enum demo_origin o, bool female, int born)
{
    int era = born < 1946 ? 0 : born < 1966 ? 1 : born < 1986 ? 2 : 3;

    if (o == ORIGIN_DUTCH)
        return female ? &dutch_women[era] : &dutch_men[era];
    return female ? &women[o] : &men[o];
}

const struct words *demo_surnames(enum demo_origin o)
{
    return &surnames[o];
}

const struct demo_town *demo_town(struct prng *p)
{
    return &towns[prng_below(p, sizeof towns / sizeof *towns)];
}

const struct demo_foreign *demo_foreign(struct prng *p)
{
    return &foreigns[prng_below(p, sizeof foreigns / sizeof *foreigns)];
}
