/* The export of a relation on a real MariaDB: what is in it and what is not, and that a kill or a lost lease leaves nothing. */
#include <dirent.h>
#include <ftw.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <zip.h>

#include "avg/export.h"
#include "base/buf.h"
#include "base/text.h"
#include "model/document.h"
#include "model/process.h"
#include "model/relation.h"
#include "model/store.h"
#include "model_db.h"

/* What belongs to somebody else and must not be found anywhere in the ZIP. */
#define SECRET "Kanarie-van-een-ander"
#define OWN    "Kanarie-van-uzelf"

static char folder[] = "/tmp/koren-export-XXXXXX";
static char me[JOB_WORKER];
static struct record *relation;

/* --- a relation with everything --- */

static uint64_t add_row(const struct entity *e, uint64_t parent, const char *const *pairs)
{
    struct record *r = record_new(arena, e);
    bool *mask = arena_array(arena, e->count, sizeof *mask);

    r->parent_id = parent;
    r->relation_id = relation->id;
    for (; pairs[0] != NULL; pairs += 2) {
        record_set(r, pairs[0], pairs[1]);
        mask[field_index(e, pairs[0])] = true;
    }
    ck_assert_int_eq(record_save(&model, r, mask), ST_OK);
    return r->id;
}

#define ROW(e, parent, ...) add_row(e, parent, (const char *const[]){ __VA_ARGS__, NULL })

static void add_document(const char *name, const char *bytes, size_t n)
{
    struct problems p = problems_in(arena);
    struct receiver *r = receive_open(conf, arena, name);
    struct upload u;
    uint64_t id;

    ck_assert_ptr_nonnull(r);
    ck_assert_int_eq(receive_piece(r, bytes, n), ST_OK);
    ck_assert_int_eq(receive_close(r, &p, &u), ST_OK);
    ck_assert_int_eq(document_add(&model, relation->id, &u, "Een brief", "brief", false, &id), ST_OK);
}

static void add_account(void)
{
    static const char SQL_ADD[] = "INSERT INTO app_user (site, email, name, relation_id, created_at) VALUES ('portal', ?, 'J.R. Proef', ?, "
                                  "'2026-01-02 03:04:05')";
    struct stmt *st = db_stmt(db, SQL_ADD);

    bind_str(st, 0, arena_printf(arena, "%.16s@test.example", test_actor.request));
    bind_u64(st, 1, relation->id);
    ck_assert_int_eq(db_run(st), ST_OK);
}

static char large[600000];

static enum status fill(struct db *d, void *ctx)
{
    char number[40];
    uint64_t invoice;

    (void)d;
    (void)ctx;
    relation = record_new(arena, &relation_entity);
    record_set(relation, "initials", "J.R.");
    record_set(relation, "last_name", OWN " <Café> & Zn");
    record_set(relation, "bsn", "123456782");
    record_set(relation, "town", "Ons Dorp");
    {
        bool *mask = arena_array(arena, relation_entity.count, sizeof *mask);

        mask[field_index(&relation_entity, "initials")] = mask[field_index(&relation_entity, "last_name")] = true;
        mask[field_index(&relation_entity, "bsn")] = mask[field_index(&relation_entity, "town")] = true;
        ck_assert_int_eq(relation_create(&model, relation, mask), ST_OK);
        record_set(relation, "bsn", "111222333");
        ck_assert_int_eq(record_save(&model, relation, mask), ST_OK);
    }
    ROW(&contact_entity, relation->id, "last_name", "Buurman", "relationship", "buurman");
    ROW(&membership_entity, relation->id, "type", "Gezin", "start_date", "2020-01-01", "amount_cents", "2250");
    snprintf(number, sizeof number, "T%.16s", test_actor.request);
    invoice = ROW(&invoice_entity, relation->id, "kind", "factuur", "number", number, "invoice_date", "2016-01-01", "due_date", "2016-02-01",
                  "total_cents", "2250", "vat_cents", "0", "status", "open", "paid_cents", "0", "credited_cents", "0"); /* old enough to be deleted */
    ROW(&invoice_line_entity, invoice, "position", "1", "text", "Contributie", "quantity", "1", "price_cents", "2250", "vat_code", "vrijgesteld",
        "vat_rate", "0", "total_cents", "2250", "vat_cents", "0");
    ROW(&note_entity, relation->id, "note_date", "2026-03-01", "title", "Gesprek", "content", "Over " OWN);
    ROW(&note_entity, relation->id, "note_date", "2026-03-02", "title", SECRET, "content", "Over " SECRET, "about_other", "ja");
    add_account();
    add_document("brief.txt", "Eerste brief\n", 13);
    add_document("brief.txt", "Tweede brief\n", 13);
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = "abcdefghij\n"[i % 11];
    add_document("Groot \xe2\x82\xac.txt", large, sizeof large);
    return ST_OK;
}

static void set_up(void)
{
    model_set_up();
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(folder));
    free(conf->state_dir);
    free(conf->spool_dir);
    conf->state_dir = strdup(folder);
    conf->spool_dir = strdup(folder);
    conf->development = true;
    job_worker(me);
    ck_assert_int_eq(db_tx(db, fill, NULL), ST_OK);
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    (void)st;
    (void)kind;
    (void)f;
    return remove(path);
}

static void tear_down(void)
{
    static const char *const tables[] = { "app_user", "job",      "invoice_line",     "invoice",      "membership", "contact_person",
                                          "note",     "document", "relation_history", "relation_key", "relation" };
    struct buf b = buf_in(arena);

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i], "invoice_line") == 0)
            buf_printf(&b, "DELETE FROM invoice_line WHERE invoice_id IN (SELECT id FROM invoice WHERE relation_id = %llu);\n",
                       (unsigned long long)relation->id);
        else
            buf_printf(&b, "DELETE FROM %s WHERE %s = %llu;\n", tables[i], strcmp(tables[i], "relation") == 0 ? "id" : "relation_id",
                       (unsigned long long)relation->id);
    }
    ck_assert_int_eq(db_script(db, b.s), ST_OK);
    model_tear_down();
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* --- jobs --- */

/* A job in our hands from the beginning, so that no worker of a running system takes it. */
static enum status add_job(struct db *d, void *ctx)
{
    static const char SQL_OURS[] = "UPDATE job SET state = 'running', worker = ?, lease_until = ?, tries = 1 WHERE name = ?";
    struct stmt *st;

    ck_assert_int_eq(export_request(d, &test_actor, relation->id, ctx), ST_OK);
    st = db_stmt(d, SQL_OURS);
    bind_str(st, 0, me);
    bind_time(st, 1, clock_now() + CLOCK_HOUR);
    bind_str(st, 2, ctx);
    return db_run(st);
}

static struct job load(const char *name)
{
    struct job j;

    ck_assert_int_eq(job_load(db, arena, name, &j), ST_OK);
    memcpy(j.worker, me, sizeof me);
    return j;
}

static struct job new_job(void)
{
    char name[33];

    ck_assert_int_eq(db_tx(db, add_job, name), ST_OK);
    return load(name);
}

static void update_job(const struct job *j, const char *what)
{
    ck_assert_int_eq(db_script(db, arena_printf(arena, "UPDATE job SET %s WHERE name = '%s';\n", what, j->name)), ST_OK);
}

static unsigned files;
static char first_bytes[9];

static int count_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    FILE *in;

    (void)f;
    if (kind != FTW_F || !S_ISREG(st->st_mode))
        return 0;
    files++;
    in = fopen(path, "rb");
    if (fread(first_bytes, 1, 8, in) != 8)
        first_bytes[0] = '\0';
    fclose(in);
    return 0;
}

/* How many files lie among the exports; each must be an encrypted one. */
static unsigned exports_there(void)
{
    files = 0;
    strcpy(first_bytes, "KORENV1\n");
    nftw(arena_printf(arena, "%s/exports", folder), count_one, 8, FTW_PHYS);
    return files;
}

/* --- the ZIP --- */

static zip_t *open_zip(const struct job *done)
{
    uint8_t key[KEY_BYTES];
    struct vault *v;
    uint8_t *bytes;
    size_t got;
    zip_error_t error;
    zip_t *z;

    ck_assert_int_eq(done->state, JOB_DONE);
    ck_assert_int_eq(export_key(db, &test_keys, done, key), ST_OK);
    v = store_open(conf, STORE_EXPORTS, done->store_name, key);
    ck_assert_ptr_nonnull(v);
    ck_assert_uint_eq(vault_length(v), done->file_size);
    bytes = arena_alloc(arena, done->file_size);
    ck_assert_int_eq(vault_read(v, bytes, done->file_size, &got), ST_OK);
    ck_assert_uint_eq(got, done->file_size);
    vault_close(v);
    zip_error_init(&error);
    z = zip_open_from_source(zip_source_buffer_create(bytes, got, 0, &error), ZIP_CHECKCONS | ZIP_RDONLY, &error);
    ck_assert_ptr_nonnull(z);
    return z;
}

/* An entry's bytes, NUL behind them; NULL when it is not there. */
static char *entry(zip_t *z, const char *name, size_t *n)
{
    zip_file_t *f = zip_fopen(z, name, 0);
    zip_stat_t st;
    char *bytes;

    if (f == NULL)
        return NULL;
    ck_assert_int_eq(zip_stat(z, name, 0, &st), 0);
    bytes = arena_alloc(arena, st.size + 1);
    ck_assert_int_eq(zip_fread(f, bytes, st.size), (zip_int64_t)st.size);
    ck_assert_int_eq(zip_fclose(f), 0);
    *n = st.size;
    return bytes;
}

static char *part(zip_t *z, const char *name, size_t *n)
{
    return entry(z, arena_printf(arena, "relatie-%s/%s", relation->number, name), n);
}

/* Every file but the manifest itself, with its right hash. */
static void check_manifest(zip_t *z)
{
    size_t n;
    char *text = entry(z, "MANIFEST.txt", &n), *line;
    zip_int64_t lines = 0;

    ck_assert_ptr_nonnull(text);
    while ((line = strsep(&text, "\n")) != NULL && *line != '\0') {
        uint8_t hash[HASH_BYTES];
        char hex[65], *bytes;

        ck_assert_uint_gt(strlen(line), 66);
        bytes = entry(z, line + 66, &n);
        ck_assert_msg(bytes != NULL, "%s", line);
        hash_sha256(bytes, n, hash);
        hex_encode(hash, sizeof hash, hex);
        ck_assert_int_eq(memcmp(hex, line, 64), 0);
        lines++;
    }
    ck_assert_int_eq(lines, zip_get_num_entries(z, 0) - 1);
}

static void check_schema(zip_t *z)
{
    size_t xml_n, xsd_n;
    char *xml = part(z, "gegevens.xml", &xml_n), *xsd = part(z, "gegevens.xsd", &xsd_n);
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewMemParserCtxt(xsd, (int)xsd_n);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    xmlSchemaValidCtxtPtr valid = xmlSchemaNewValidCtxt(schema);
    xmlDocPtr doc = xmlReadMemory(xml, (int)xml_n, "gegevens.xml", NULL, XML_PARSE_NONET);

    ck_assert_ptr_nonnull(doc);
    ck_assert_int_eq(xmlSchemaValidateDoc(valid, doc), 0);
    xmlFreeDoc(doc);
    xmlSchemaFreeValidCtxt(valid);
    xmlSchemaFree(schema);
    xmlSchemaFreeParserCtxt(parser);
}

/* Looks in every entry, inside the Word documents too. */
static bool found(zip_t *z, const char *what)
{
    bool any = false;

    for (zip_int64_t i = 0; i < zip_get_num_entries(z, 0); i++) {
        const char *name = zip_get_name(z, (zip_uint64_t)i, 0);
        size_t n;
        char *bytes = entry(z, name, &n);

        if (text_ends(name, ".docx")) {
            zip_error_t error;
            zip_t *docx;

            zip_error_init(&error);
            docx = zip_open_from_source(zip_source_buffer_create(bytes, n, 0, &error), ZIP_RDONLY, &error);
            ck_assert_ptr_nonnull(docx);
            any = any || found(docx, what);
            zip_discard(docx);
        }
        any = any || strstr(name, what) != NULL || memmem(bytes, n, what, strlen(what)) != NULL;
    }
    return any;
}

START_TEST(an_export_holds_everything_of_the_relation)
{
    struct job j = new_job();
    zip_t *z;
    size_t n;
    char *bytes;

    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_OK);
    j = load(j.name);
    ck_assert_str_eq(j.file_name, arena_printf(arena, "relatie-%s.zip", relation->number));
    ck_assert_int_gt(j.expires_at, clock_now() + (EXPORT_DAYS - 1) * CLOCK_DAY);
    ck_assert_int_le(j.expires_at, clock_now() + EXPORT_DAYS * CLOCK_DAY);
    z = open_zip(&j);
    check_manifest(z);
    check_schema(z);
    bytes = part(z, "gegevens.xml", &n);
    ck_assert_ptr_nonnull(strstr(bytes, "<bsn>111222333</bsn>"));
    ck_assert_ptr_nonnull(strstr(bytes, "<oud>123456782</oud>")); /* sealed in the history, and theirs all the same */
    ck_assert_ptr_nonnull(strstr(bytes, "<inhoud>Over " OWN "</inhoud>"));
    ck_assert_ptr_nonnull(strstr(bytes, "<achternaam>Buurman</achternaam>"));
    ck_assert_ptr_nonnull(strstr(bytes, "<tekst>Contributie</tekst>"));
    ck_assert_ptr_nonnull(strstr(bytes, arena_printf(arena, "<email>%.16s@test.example</email>", test_actor.request)));
    ck_assert_ptr_nonnull(strstr(bytes, "<gemaakt>2026-01-02T03:04:05Z</gemaakt>"));
    ck_assert_ptr_nonnull(strstr(bytes, "<bestand>dossier/brief (2).txt</bestand>"));
    /* The newest document comes first. */
    bytes = part(z, "dossier/brief.txt", &n);
    ck_assert_uint_eq(n, 13);
    ck_assert_str_eq(bytes, "Tweede brief\n");
    bytes = part(z, "dossier/brief (2).txt", &n);
    ck_assert_str_eq(bytes, "Eerste brief\n");
    bytes = part(z, "dossier/Groot \xe2\x82\xac.txt", &n);
    ck_assert_uint_eq(n, sizeof large);
    ck_assert_int_eq(memcmp(bytes, large, n), 0);
    ck_assert(found(z, OWN));
    zip_discard(z);
}
END_TEST

START_TEST(nothing_about_another_is_in_it_and_that_is_said)
{
    struct job j = new_job();
    zip_t *z;

    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_OK);
    j = load(j.name);
    z = open_zip(&j);
    ck_assert(!found(z, SECRET));
    ck_assert(found(z, "Notities die over een ander gaan"));
    ck_assert(found(z, "Weggelaten: 1."));
    zip_discard(z);
}
END_TEST

START_TEST(it_lies_encrypted_and_alone)
{
    struct job j = new_job();

    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_OK);
    ck_assert_uint_eq(exports_there(), 1);
    ck_assert_str_eq(first_bytes, "KORENV1\n");
}
END_TEST

/* At each step: the process is killed, the next one begins anew, and in the end there is one whole export and no other file. */
START_TEST(a_kill_at_any_step_ends_in_one_whole_export)
{
    struct job j = new_job();
    char *fault = arena_printf(arena, "%s/kill.export-%d", folder, _i);
    FILE *f = fopen(fault, "w");
    pid_t child;
    int status;
    zip_t *z;

    ck_assert_ptr_nonnull(f);
    fclose(f);
    db_close(db); /* a connection is not shared with a child */
    child = fork();
    if (child == 0) {
        db = db_open(conf, "owner");
        export_run(conf, &test_keys, db, &j, NULL);
        _exit(1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    ck_assert_int_ne(access(fault, F_OK), 0);
    db = model.db = db_open(conf, "owner");
    update_job(&j, "tries = tries + 1");
    j = load(j.name);
    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_OK);
    j = load(j.name);
    z = open_zip(&j);
    check_manifest(z);
    check_schema(z);
    zip_discard(z);
    ck_assert_uint_eq(exports_there(), 1);
}
END_TEST

START_TEST(who_lost_the_job_leaves_nothing)
{
    struct job j = new_job();

    update_job(&j, "worker = 'elsewhere:1:1'");
    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_CONFLICT);
    ck_assert_uint_eq(exports_there(), 0);
}
END_TEST

START_TEST(a_document_that_is_gone_fails_the_try_and_leaves_nothing)
{
    struct job j = new_job();

    nftw(arena_printf(arena, "%s/documents", folder), remove_one, 8, FTW_DEPTH | FTW_PHYS);
    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_FAILED);
    ck_assert_int_eq(load(j.name).state, JOB_RUNNING);
    ck_assert_uint_eq(exports_there(), 0);
}
END_TEST

START_TEST(a_key_of_another_job_does_not_open)
{
    struct job j = new_job(), other;
    uint8_t key[KEY_BYTES];

    ck_assert_int_eq(export_run(conf, &test_keys, db, &j, NULL), ST_OK);
    j = other = load(j.name);
    other.name[0] = j.name[0] == 'a' ? 'b' : 'a';
    ck_assert_int_eq(export_key(db, &test_keys, &j, key), ST_OK);
    ck_assert_int_eq(export_key(db, &test_keys, &other, key), ST_FAILED);
}
END_TEST

START_TEST(the_operator_gets_the_same_in_a_file)
{
    char *path = arena_printf(arena, "%s/uit.zip", folder), hex[65], said[65];
    uint64_t bytes;
    uint8_t hash[HASH_BYTES];
    struct stat st;
    int code;
    zip_t *z;
    FILE *f;
    char *all;

    ck_assert_int_eq(export_to_file(conf, &model, relation->number, path, &bytes, said), ST_OK);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq((uint64_t)st.st_size, bytes);
    ck_assert_uint_eq(st.st_mode & 0777, 0600);
    f = fopen(path, "rb");
    all = arena_alloc(arena, bytes);
    ck_assert_uint_eq(fread(all, 1, bytes, f), bytes);
    fclose(f);
    hash_sha256(all, bytes, hash);
    hex_encode(hash, sizeof hash, hex);
    ck_assert_str_eq(hex, said);
    z = zip_open(path, ZIP_CHECKCONS | ZIP_RDONLY, &code);
    ck_assert_ptr_nonnull(z);
    check_manifest(z);
    ck_assert(!found(z, SECRET));
    zip_discard(z);
    ck_assert_uint_eq(exports_there(), 0);
    ck_assert_int_eq(export_to_file(conf, &model, "nobody", path, &bytes, said), ST_NOT_FOUND);
    ck_assert_int_eq(access(arena_printf(arena, "%s.part", path), F_OK), -1);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("export");
    TCase *t = tcase_create("export");

    tcase_add_checked_fixture(t, set_up, tear_down);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, an_export_holds_everything_of_the_relation);
    tcase_add_test(t, nothing_about_another_is_in_it_and_that_is_said);
    tcase_add_test(t, it_lies_encrypted_and_alone);
    tcase_add_loop_test(t, a_kill_at_any_step_ends_in_one_whole_export, 0, 3);
    tcase_add_test(t, who_lost_the_job_leaves_nothing);
    tcase_add_test(t, a_document_that_is_gone_fails_the_try_and_leaves_nothing);
    tcase_add_test(t, a_key_of_another_job_does_not_open);
    tcase_add_test(t, the_operator_gets_the_same_in_a_file);
    suite_add_tcase(s, t);
    return model_tests_run(s);
}
