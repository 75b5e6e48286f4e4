/* Jobs on a real MariaDB, with two connections as two workers. The jobs are of a kind of their own and removed afterwards. */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/job.h"
#include "model/process.h"
#include "model_db.h"

#define KIND "test"

static struct db *other;
static char me[JOB_WORKER], you[JOB_WORKER];

/* Jobs of other kinds are not ours, and a running worker takes none of this kind. */
static void set_up(void)
{
    model_set_up();
    other = db_open(conf, "owner");
    ck_assert_ptr_nonnull(other);
    ck_assert_int_eq(db_script(db, "DELETE FROM job WHERE kind = 'test';\n"), ST_OK);
    job_worker(me);
    snprintf(you, sizeof you, "elsewhere:1:1");
}

static void tear_down(void)
{
    ck_assert_int_eq(db_script(db, "DELETE FROM job WHERE kind = 'test';\n"), ST_OK);
    db_close(other);
    model_tear_down();
}

static void add(char name[33])
{
    ck_assert_int_eq(job_add(db, NULL, KIND, 0, name), ST_OK);
}

static struct job take(struct db *d, const char *worker)
{
    struct job j;

    ck_assert_int_eq(job_take(d, arena, worker, KIND, &j), ST_OK);
    return j;
}

static struct job load(const char *name)
{
    struct job j;

    ck_assert_int_eq(job_load(db, arena, name, &j), ST_OK);
    return j;
}

START_TEST(a_job_is_taken_done_and_found)
{
    struct job j, *list;
    char name[33];
    size_t count;
    uint64_t total;

    add(name);
    j = load(name);
    ck_assert_int_eq(j.state, JOB_WAITING);
    ck_assert(!j.portal);
    j = take(db, me);
    ck_assert_str_eq(j.name, name);
    ck_assert_int_eq(j.state, JOB_RUNNING);
    ck_assert_uint_eq(j.tries, 1);
    ck_assert_int_eq(job_progress(db, &j, 1, 3, "Gegevens verzamelen"), ST_OK);
    j.step = 0;
    ck_assert_str_eq(load(name).step_text, "Gegevens verzamelen");
    ck_assert_uint_eq(load(name).step, 1);
    ck_assert_int_eq(job_finish(db, &j, "00112233445566778899aabbccddeeff", (const uint8_t *)"k", 1, 42, "ab", "export.zip", clock_now() + CLOCK_DAY),
                     ST_OK);
    j = load(name);
    ck_assert_int_eq(j.state, JOB_DONE);
    ck_assert_uint_eq(j.file_size, 42);
    ck_assert_str_eq(j.file_name, "export.zip");
    ck_assert_uint_eq(j.step, 3);
    ck_assert_int_eq(job_fetched(db, j.id), ST_OK);
    ck_assert_uint_eq(load(name).fetched, 1);
    ck_assert_int_eq(job_list(db, arena, KIND, 0, 0, 10, &list, &count), ST_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(job_count(db, KIND, 0, &total), ST_OK);
    ck_assert_uint_eq(total, 1);
    ck_assert_int_eq(job_take(db, arena, me, KIND, &j), ST_NOT_FOUND);
    ck_assert_int_eq(job_load(db, arena, "00000000000000000000000000000000", &j), ST_NOT_FOUND);
}
END_TEST

START_TEST(two_workers_take_different_jobs_oldest_first)
{
    char first[33], second[33];
    struct job j;

    add(first);
    add(second);
    ck_assert_str_eq(take(db, me).name, first);
    ck_assert_str_eq(take(other, you).name, second);
    ck_assert_int_eq(job_take(other, arena, "third:1:1", KIND, &j), ST_NOT_FOUND);
    j = take(other, you); /* who left its job halfway gets it again */
    ck_assert_str_eq(j.name, second);
    ck_assert_uint_eq(j.tries, 2);
}
END_TEST

static enum status take_inside(struct db *d, void *ctx)
{
    static const char SQL_HOLD[] = "SELECT id FROM job WHERE kind = 'test' AND state = 'waiting' ORDER BY id LIMIT 1 FOR UPDATE";
    struct stmt *st = db_stmt(d, SQL_HOLD);
    struct job j;

    ck_assert(db_step(st));
    db_done(st);
    /* The other steps over the row that is held here, without waiting for it. */
    ck_assert_int_eq(job_take(other, arena, you, KIND, &j), ST_OK);
    ck_assert_str_eq(j.name, ctx);
    return ST_OK;
}

START_TEST(a_locked_job_is_stepped_over)
{
    char first[33], second[33];

    add(first);
    add(second);
    ck_assert_int_eq(db_tx(db, take_inside, second), ST_OK);
}
END_TEST

START_TEST(a_lease_that_ran_out_is_taken_over_and_the_old_holder_is_told)
{
    char name[33];
    struct job mine, yours;
    int64_t now = clock_now();

    add(name);
    yours = take(other, you);
    ck_assert_int_eq(job_take(db, arena, me, KIND, &mine), ST_NOT_FOUND); /* it is being worked on, elsewhere */
    clock_set(now + (JOB_LEASE - 1) * CLOCK_SECOND);
    ck_assert_int_eq(job_progress(other, &yours, 1, 2, "Bezig"), ST_OK); /* renewed */
    clock_set(now + (JOB_LEASE + 5) * CLOCK_SECOND);
    ck_assert_int_eq(job_take(db, arena, me, KIND, &mine), ST_NOT_FOUND);
    clock_set(now + 3 * JOB_LEASE * CLOCK_SECOND);
    mine = take(db, me);
    ck_assert_str_eq(mine.name, name);
    ck_assert_uint_eq(mine.tries, 2);
    ck_assert_uint_eq(mine.step, 1);
    ck_assert_int_eq(job_progress(other, &yours, 2, 2, "Bezig"), ST_CONFLICT);
    ck_assert_int_eq(job_finish(other, &yours, NULL, NULL, 0, 0, NULL, NULL, 0), ST_CONFLICT);
    ck_assert_int_eq(job_fail(other, &yours), ST_CONFLICT);
    ck_assert_int_eq(job_progress(db, &mine, 2, 2, "Bezig"), ST_OK);
}
END_TEST

/* The worker string of a process that has died. */
static void dead_worker(char out[JOB_WORKER])
{
    int ends[2];
    pid_t pid;

    ck_assert_int_eq(pipe(ends), 0);
    pid = fork();
    if (pid == 0) {
        job_worker(out);
        _exit(write(ends[1], out, JOB_WORKER) != JOB_WORKER);
    }
    ck_assert_int_eq(read(ends[0], out, JOB_WORKER), JOB_WORKER);
    waitpid(pid, NULL, 0);
    close(ends[0]);
    close(ends[1]);
}

START_TEST(a_dead_worker_of_this_machine_loses_its_job_at_once)
{
    char name[33], dead[JOB_WORKER];
    struct job j;

    dead_worker(dead);
    ck_assert(process_dead(dead));
    ck_assert(!process_dead(me));
    ck_assert(!process_dead(you)); /* of another machine nothing is known */
    add(name);
    take(other, dead);
    ck_assert_int_eq(job_take(db, arena, me, KIND, &j), ST_OK);
    ck_assert_uint_eq(j.tries, 2);
    add(name);
    take(other, dead);
    ck_assert_int_eq(job_reclaim(db), ST_OK);
    ck_assert_int_eq(job_take(other, arena, you, KIND, &j), ST_OK); /* who cannot see processes */
    ck_assert_str_eq(j.name, name);
}
END_TEST

START_TEST(a_process_number_given_out_again_is_not_the_old_process)
{
    char again[JOB_WORKER];

    snprintf(again, sizeof again, "%s", me);
    snprintf(strrchr(again, ':'), 3, ":1");
    ck_assert(process_dead(again));
    ck_assert(!process_dead(""));
    ck_assert(!process_dead("niets"));
}
END_TEST

START_TEST(a_job_that_fails_again_and_again_is_given_up)
{
    char name[33], dead[JOB_WORKER];
    struct job j;

    dead_worker(dead);
    add(name);
    for (int i = 0; i < JOB_TRIES; i++)
        take(other, dead);
    ck_assert_int_eq(job_take(db, arena, me, KIND, &j), ST_NOT_FOUND);
    ck_assert_int_eq(load(name).state, JOB_FAILED);
    ck_assert_int_ne(load(name).finished_at, 0);
}
END_TEST

static enum status next_untold(struct db *d, void *ctx)
{
    return job_failed_untold(d, arena, KIND, clock_now() - CLOCK_DAY, ctx);
}

/* One that failed so long ago. */
static void add_failed(char name[33], bool tell, int64_t ago)
{
    struct job j;

    add(name);
    j = take(db, me);
    if (tell)
        ck_assert_int_eq(job_tell(db, j.id), ST_OK);
    clock_set(clock_now() - ago);
    ck_assert_int_eq(job_fail(db, &j), ST_OK);
    clock_set(0);
}

START_TEST(a_failure_is_told_once_and_to_who_wanted_it)
{
    char told[33], silent[33], old[33];
    struct job j;

    add_failed(silent, false, 0);
    add_failed(old, true, 2 * CLOCK_DAY);
    ck_assert_int_eq(db_tx(db, next_untold, &j), ST_NOT_FOUND);
    add_failed(told, true, CLOCK_HOUR);
    ck_assert_int_eq(db_tx(db, next_untold, &j), ST_OK);
    ck_assert_str_eq(j.name, told);
    ck_assert(load(told).tell);
    ck_assert_int_eq(db_tx(db, next_untold, &j), ST_NOT_FOUND);
}
END_TEST

static void note_gone(void *ctx, const char *store_name)
{
    memcpy(ctx, store_name, 33);
}

START_TEST(a_finished_job_expires_and_forgets_its_file)
{
    char name[33], gone[33] = "";
    struct job j;
    unsigned count;

    add(name);
    j = take(db, me);
    ck_assert_int_eq(job_finish(db, &j, "00112233445566778899aabbccddeeff", (const uint8_t *)"k", 1, 42, "ab", "export.zip", clock_now() + CLOCK_DAY),
                     ST_OK);
    ck_assert_int_eq(job_expire(db, note_gone, gone, &count), ST_OK);
    ck_assert_str_eq(gone, "");
    clock_set(clock_now() + CLOCK_DAY + CLOCK_SECOND);
    ck_assert_int_eq(job_expire(db, note_gone, gone, &count), ST_OK);
    ck_assert_str_eq(gone, "00112233445566778899aabbccddeeff");
    ck_assert_int_eq(load(name).state, JOB_EXPIRED);
    ck_assert_ptr_null(load(name).store_name);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("job");
    TCase *c = tcase_create("job");

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, a_job_is_taken_done_and_found);
    tcase_add_test(c, two_workers_take_different_jobs_oldest_first);
    tcase_add_test(c, a_locked_job_is_stepped_over);
    tcase_add_test(c, a_lease_that_ran_out_is_taken_over_and_the_old_holder_is_told);
    tcase_add_test(c, a_dead_worker_of_this_machine_loses_its_job_at_once);
    tcase_add_test(c, a_process_number_given_out_again_is_not_the_old_process);
    tcase_add_test(c, a_job_that_fails_again_and_again_is_given_up);
    tcase_add_test(c, a_failure_is_told_once_and_to_who_wanted_it);
    tcase_add_test(c, a_finished_job_expires_and_forgets_its_file);
    return model_tests_run(s);
}
