/* Tasks of the demo: some of each group, open, late and done, about relations and about nobody. */
#include "base/clock.h"
#include "db/db.h"
#include "ops/demo_make.h"

static const char SQL_ANY[] = "SELECT 1 FROM task LIMIT 1";
static const char SQL_ABOUT[] =
    "INSERT INTO task (relation_id, title, description, due_date, assigned_to, done_on, author, user_id, function_group_id, created_at, changed_at)"
    " SELECT r.id, ELT(1 + k.n % 5, 'Terugbellen over de factuur', 'Nieuw adres controleren', 'Intakegesprek plannen', 'Machtiging opvragen',"
    " 'Bedankbrief sturen'), IF(k.n % 3 = 0, 'Belt liefst in de ochtend.', NULL), DATE_ADD(?, INTERVAL (k.n % 40) - 15 DAY),"
    " IF(k.n % 2, u.name, CONCAT('Groep ', g.title)), IF(k.n % 4 = 3, DATE_ADD(?, INTERVAL -(k.n % 20) DAY), NULL), 'Marijke Bos',"
    " IF(k.n % 2, u.id, NULL), IF(k.n % 2, NULL, g.id), ?, ? FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM relation WHERE status ="
    " 'actief' ORDER BY id LIMIT 1200) k JOIN relation r ON r.id = k.id JOIN app_user u ON u.site = 'staff' AND u.email ="
    " ELT(1 + k.n % 2, 'teamleider@demo.example', 'medewerker@demo.example') JOIN function_group g ON g.id = u.function_group_id WHERE k.n % 30 = 1";
static const char SQL_ALONE[] =
    "INSERT INTO task (title, due_date, assigned_to, author, function_group_id, created_at, changed_at) SELECT 'Nieuwe"
    " folders bestellen', DATE_ADD(?, INTERVAL 7 DAY), CONCAT('Groep ', title), 'Marijke Bos', id, ?, ? FROM function_group"
    " WHERE title = 'Ledenservice'";

enum status demo_tasks(struct db *db, struct arena *a)
{
    struct stmt *st = db_stmt(db, SQL_ANY);
    const char *today = clock_today(a);
    enum status said;

    if (db_step(st)) {
        db_done(st);
        return ST_OK;
    }
    st = db_stmt(db, SQL_ABOUT);
    bind_str(st, 0, today);
    bind_str(st, 1, today);
    bind_time(st, 2, clock_now());
    bind_time(st, 3, clock_now());
    said = db_run(st);
    if (said != ST_OK)
        return said;
    st = db_stmt(db, SQL_ALONE);
    bind_str(st, 0, today);
    bind_time(st, 1, clock_now());
    bind_time(st, 2, clock_now());
    return db_run(st);
}
