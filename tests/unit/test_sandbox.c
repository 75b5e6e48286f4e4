#include <config.h>

#include <arpa/inet.h>
#include <check.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <mysql.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

#include "base/config.h"
#include "base/crypto.h"
#include "base/sandbox.h"
#include "base/vault.h"

/* Inside, a failed check says its line and ends the child. */
#define MUST(condition)                                                                                                                              \
    do {                                                                                                                                             \
        if (!(condition)) {                                                                                                                          \
            dprintf(2, "line %d: %s (errno %d)\n", __LINE__, #condition, errno);                                                                     \
            return 1;                                                                                                                                \
        }                                                                                                                                            \
    } while (0)
#define REFUSED(expression, error) MUST(((errno = 0), (expression) == -1) && errno == (error))

static char root[] = "/tmp/koren-sandbox-XXXXXX";
static char read_dir[64], write_dir[64], secret[64], unix_path[64];
static int listener = -1; /* unix socket, as spawn-fcgi gives it */
static int tcp = -1;
static struct sockaddr_in tcp_address;

static void put(const char *path)
{
    FILE *f = fopen(path, "w");

    ck_assert_ptr_nonnull(f);
    fputs("text", f);
    fclose(f);
}

static void set_up(void)
{
    struct sockaddr_un here = { .sun_family = AF_UNIX };
    socklen_t n = sizeof tcp_address;
    char path[128];

    memcpy(root + sizeof root - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(read_dir, sizeof read_dir, "%s/read", root);
    snprintf(write_dir, sizeof write_dir, "%s/write", root);
    snprintf(secret, sizeof secret, "%s/secret", root);
    snprintf(unix_path, sizeof unix_path, "%s/socket", root);
    ck_assert_int_eq(mkdir(read_dir, 0700), 0);
    ck_assert_int_eq(mkdir(write_dir, 0700), 0);
    put(secret);
    snprintf(path, sizeof path, "%s/file", read_dir);
    put(path);
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    memcpy(here.sun_path, unix_path, strlen(unix_path) + 1);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&here, sizeof here), 0);
    ck_assert_int_eq(listen(listener, 8), 0);
    tcp = socket(AF_INET, SOCK_STREAM, 0);
    tcp_address = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    ck_assert_int_eq(bind(tcp, (struct sockaddr *)&tcp_address, sizeof tcp_address), 0);
    ck_assert_int_eq(getsockname(tcp, (struct sockaddr *)&tcp_address, &n), 0);
    ck_assert_int_eq(listen(tcp, 8), 0);
}

static void tear_down(void)
{
    static const char *const files[] = { "read/file", "write/new", "write/renamed", "write/a.zip", "secret", "socket", "read", "write", "" };
    char path[128];

    close(listener);
    close(tcp);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", root, files[i]);
        remove(path);
    }
    ck_assert_int_ne(access(root, F_OK), 0);
}

/* Runs `inside` in a process of its own that has entered; gives its exit code. */
static int run(int (*inside)(void), bool inet, bool threads)
{
    struct sandbox s = { .read = { read_dir }, .write = { write_dir }, .inet = inet, .threads = threads };
    pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        exit(sandbox_enter(&s) ? inside() : 99);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_msg(WIFEXITED(status), "ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static const char *in(const char *folder, const char *name)
{
    static char path[2][128];
    static int turn;

    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static int files_inside(void)
{
    struct stat st;
    int fd;

    REFUSED(open("/etc/passwd", O_RDONLY), EACCES);
    REFUSED(open(secret, O_RDONLY), EACCES);
    REFUSED(open(in(read_dir, "../secret"), O_RDONLY), EACCES);
    REFUSED(open(root, O_RDONLY | O_DIRECTORY), EACCES);
    fd = open(in(read_dir, "file"), O_RDONLY);
    MUST(fd >= 0 && fstat(fd, &st) == 0 && st.st_size == 4);
    close(fd);
    REFUSED(open(in(read_dir, "file"), O_WRONLY), EACCES);
    REFUSED(open(in(read_dir, "new"), O_WRONLY | O_CREAT, 0600), EACCES);
    REFUSED(unlink(in(read_dir, "file")), EACCES);
    REFUSED(rename(in(write_dir, "x"), in(read_dir, "y")), ENOENT);
    fd = open(in(write_dir, "new"), O_RDWR | O_CREAT | O_EXCL, 0600);
    MUST(fd >= 0 && write(fd, "0123456789", 10) == 10 && ftruncate(fd, 5) == 0 && fsync(fd) == 0);
    MUST(pwrite(fd, "x", 1, 2) == 1);
    close(fd);
    MUST(rename(in(write_dir, "new"), in(write_dir, "renamed")) == 0);
    MUST(mkdir(in(write_dir, "folder"), 0700) == 0 && rmdir(in(write_dir, "folder")) == 0);
    REFUSED(symlink("/etc/passwd", in(write_dir, "link")), EPERM);
    REFUSED(link(in(write_dir, "renamed"), in(write_dir, "link")), EPERM);
    REFUSED(chmod(in(write_dir, "renamed"), 04755), EPERM);
    REFUSED(rename(in(write_dir, "renamed"), in(root, "out")), EACCES);
    MUST(unlink(in(write_dir, "renamed")) == 0);
    return 0;
}

START_TEST(only_listed_files_open)
{
    ck_assert_int_eq(run(files_inside, false, false), 0);
}
END_TEST

static int powers_inside(void)
{
    char *const argv[] = { (char *)"true", NULL };
    struct rlimit limit = { 1, 1 };
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    REFUSED(execv("/bin/true", argv), EPERM);
    REFUSED(chroot("/"), EPERM);
    REFUSED(mount("none", root, "tmpfs", 0, NULL), EPERM);
    REFUSED(unshare(CLONE_NEWUSER), EPERM);
    REFUSED(setuid(0), EPERM);
    REFUSED(setrlimit(RLIMIT_CORE, &limit), EPERM);
    REFUSED(kill(getppid(), SIGTERM), EPERM);
    REFUSED(listen(listener, 1), EPERM);
    MUST(page != MAP_FAILED);
    REFUSED(mprotect(page, 4096, PROT_READ | PROT_EXEC), EPERM);
    MUST(mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED && errno == EPERM);
#ifndef KOREN_SANITIZERS
    REFUSED(fork(), EPERM);
    REFUSED(ptrace(PTRACE_TRACEME, 0, NULL, NULL), EPERM);
#endif
    return 0;
}

START_TEST(no_program_no_child_no_other_process)
{
    ck_assert_int_eq(run(powers_inside, false, false), 0);
}
END_TEST

static int no_inet_inside(void)
{
    REFUSED(socket(AF_INET, SOCK_STREAM, 0), EPERM);
    REFUSED(socket(AF_INET6, SOCK_DGRAM, 0), EPERM);
    REFUSED(socket(AF_NETLINK, SOCK_RAW, 0), EPERM);
    REFUSED(socket(AF_PACKET, SOCK_RAW, 0), EPERM);
    return 0;
}

START_TEST(no_internet_unless_asked_for)
{
    ck_assert_int_eq(run(no_inet_inside, false, false), 0);
    ck_assert_int_eq(run(no_inet_inside, false, true), 0);
}
END_TEST

static int inet_inside(void)
{
    struct sockaddr_in any = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    MUST(fd >= 0 && connect(fd, (struct sockaddr *)&tcp_address, sizeof tcp_address) == 0);
    close(fd);
    REFUSED(socket(AF_PACKET, SOCK_RAW, 0), EPERM);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    MUST(fd >= 0);
    /* A port to bind needs landlock of ABI 4; what nobody can listen on does no harm. */
    if (bind(fd, (struct sockaddr *)&any, sizeof any) != 0)
        MUST(errno == EACCES);
    REFUSED(listen(fd, 1), EPERM);
    close(fd);
    return 0;
}

START_TEST(internet_connects_but_does_not_serve)
{
    ck_assert_int_eq(run(inet_inside, true, false), 0);
}
END_TEST

/* What libfcgi and libmariadb do: accept on the socket that was given, and connect to one in the file system. */
static int unix_inside(void)
{
    struct sockaddr_un there = { .sun_family = AF_UNIX };
    int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), server;
    struct pollfd ready = { .events = POLLIN };
    char byte;

    memcpy(there.sun_path, unix_path, strlen(unix_path) + 1);
    MUST(client >= 0 && connect(client, (struct sockaddr *)&there, sizeof there) == 0);
    server = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    MUST(server >= 0 && send(client, "x", 1, MSG_NOSIGNAL) == 1);
    ready.fd = server;
    MUST(poll(&ready, 1, 1000) == 1 && recv(server, &byte, 1, 0) == 1 && byte == 'x');
    MUST(shutdown(server, SHUT_WR) == 0 && read(client, &byte, 1) == 0);
    close(server);
    close(client);
    return 0;
}

START_TEST(unix_sockets_accept_and_connect)
{
    ck_assert_int_eq(run(unix_inside, false, false), 0);
}
END_TEST

static int work_inside(void)
{
    uint8_t key[KEY_BYTES];
    struct timespec now, moment = { .tv_nsec = 1000 };
    char *large = malloc(64 * 1024 * 1024);
    struct tm tm;
    time_t t = time(NULL);

    MUST(large != NULL);
    memset(large, 1, 64 * 1024 * 1024);
    free(large);
    MUST(scrypt_derive("secret", 6, (const uint8_t *)"salt", 4, 14, 2, key));
    MUST(clock_gettime(CLOCK_MONOTONIC, &now) == 0 && nanosleep(&moment, NULL) == 0 && localtime_r(&t, &tm) != NULL);
    return 0;
}

START_TEST(ordinary_work_goes_on)
{
    ck_assert_int_eq(run(work_inside, false, false), 0);
}
END_TEST

static int vault_inside(void)
{
    static const char name[] = "00112233445566778899aabbccddeeff";
    uint8_t key[KEY_BYTES] = { 1 }, byte = 0;
    struct vault *v = vault_create(write_dir, name, key);
    size_t got;

    MUST(v != NULL && vault_write(v, "x", 1) == ST_OK && vault_commit(v) == ST_OK);
    vault_close(v);
    v = vault_open(write_dir, name, key);
    MUST(v != NULL && vault_read(v, &byte, 1, &got) == ST_OK && byte == 'x');
    vault_close(v);
    MUST(vault_remove(write_dir, name) == ST_OK);
    return 0;
}

START_TEST(encrypted_files_are_written_and_read)
{
    ck_assert_int_eq(run(vault_inside, false, false), 0);
}
END_TEST

static int libraries_inside(void)
{
    static const char xml[] = "<a b=\"c\">d</a>";
    zip_t *z = zip_open(in(write_dir, "a.zip"), ZIP_CREATE | ZIP_TRUNCATE, NULL);
    xmlDocPtr doc;

    MUST(z != NULL && zip_file_add(z, "x", zip_source_buffer(z, "text", 4, 0), 0) >= 0 && zip_close(z) == 0);
    doc = xmlReadMemory(xml, sizeof xml - 1, "x.xml", NULL, XML_PARSE_NONET);
    MUST(doc != NULL);
    xmlFreeDoc(doc);
    xmlCleanupParser();
    return 0;
}

START_TEST(libzip_and_libxml2_work)
{
    ck_assert_int_eq(run(libraries_inside, false, false), 0);
}
END_TEST

/* Resolving `localhost` takes a thread; the port is closed, so "cannot connect" means that all before it worked. */
static int curl_inside(void)
{
    CURL *curl = curl_easy_init();
    CURLcode rc;

    MUST(curl != NULL);
    curl_easy_setopt(curl, CURLOPT_URL, "smtp://localhost:9");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 5L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    rc = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    MUST(rc == CURLE_COULDNT_CONNECT);
    return 0;
}

START_TEST(libcurl_resolves_and_connects)
{
    ck_assert_int_eq(run(curl_inside, true, true), 0);
}
END_TEST

static struct config *conf;
static char password[128];

/* One connection from inside, as after a lost one: name service, socket, authentication, a prepared statement. */
static int connect_inside(void)
{
    char account[64];

    snprintf(account, sizeof account, "%sowner", conf->db_user_prefix);
    for (int i = 0; i < 2; i++) {
        MYSQL *m = mysql_init(NULL);
        MYSQL_STMT *st;

        MUST(m != NULL);
        if (mysql_real_connect(m, conf->db_host, account, password, conf->db_name, (unsigned)conf->db_port, conf->db_socket, 0) == NULL) {
            dprintf(2, "%s\n", mysql_error(m));
            return 1;
        }
        st = mysql_stmt_init(m);
        MUST(mysql_stmt_prepare(st, "SELECT REPEAT('x', 1000000)", 27) == 0 && mysql_stmt_execute(st) == 0 && mysql_stmt_store_result(st) == 0);
        MUST(mysql_stmt_num_rows(st) == 1);
        mysql_stmt_close(st);
        mysql_close(m);
    }
    return 0;
}

START_TEST(libmariadb_connects_again)
{
    char path[4096];
    FILE *f;

    conf = config_load(getenv("KOREN_TEST_CONF"), stderr);
    ck_assert_ptr_nonnull(conf);
    snprintf(path, sizeof path, "%s/owner", conf->db_password_dir);
    f = fopen(path, "r");
    ck_assert_ptr_nonnull(f);
    ck_assert_int_eq(fscanf(f, "%127s", password), 1);
    fclose(f);
    ck_assert_int_eq(run(connect_inside, conf->db_host != NULL, false), 0);
    config_free(conf);
}
END_TEST

static void *nothing(void *p)
{
    return p;
}

static int thread_inside(void)
{
    pthread_t t;

    MUST(pthread_create(&t, NULL, nothing, NULL) == 0 && pthread_join(t, NULL) == 0);
#ifndef KOREN_SANITIZERS
    REFUSED(fork(), EPERM);
#endif
    return 0;
}

START_TEST(threads_when_asked_for)
{
    ck_assert_int_eq(run(thread_inside, false, true), 0);
}
END_TEST

#ifndef KOREN_SANITIZERS
static int no_thread_inside(void)
{
    pthread_t t;

    MUST(pthread_create(&t, NULL, nothing, NULL) != 0);
    return 0;
}

START_TEST(no_threads_otherwise)
{
    ck_assert_int_eq(run(no_thread_inside, false, false), 0);
}
END_TEST
#endif

static int again_inside(void)
{
    struct sandbox wider = { .read = { "/" }, .inet = true };

    MUST(!sandbox_enter(&wider));
    REFUSED(open(secret, O_RDONLY), EACCES);
    REFUSED(socket(AF_INET, SOCK_STREAM, 0), EPERM);
    return 0;
}

START_TEST(there_is_no_way_back)
{
    ck_assert_int_eq(run(again_inside, false, false), 0);
}
END_TEST

START_TEST(a_listed_path_that_is_not_there_is_an_error)
{
    ck_assert_int_eq(rename(write_dir, in(root, "x")), 0);
    ck_assert_int_eq(run(work_inside, false, false), 99);
    ck_assert_int_eq(rename(in(root, "x"), write_dir), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sandbox");
    TCase *c = tcase_create("sandbox");
    SRunner *r = srunner_create(s);
    int bad;

    suite_add_tcase(s, c);
    tcase_set_timeout(c, 60);
    tcase_add_checked_fixture(c, set_up, tear_down);
    tcase_add_test(c, only_listed_files_open);
    tcase_add_test(c, no_program_no_child_no_other_process);
    tcase_add_test(c, no_internet_unless_asked_for);
    tcase_add_test(c, internet_connects_but_does_not_serve);
    tcase_add_test(c, unix_sockets_accept_and_connect);
    tcase_add_test(c, ordinary_work_goes_on);
    tcase_add_test(c, encrypted_files_are_written_and_read);
    tcase_add_test(c, libzip_and_libxml2_work);
    tcase_add_test(c, libcurl_resolves_and_connects);
    if (getenv("KOREN_TEST_CONF") != NULL)
        tcase_add_test(c, libmariadb_connects_again);
    tcase_add_test(c, threads_when_asked_for);
#ifndef KOREN_SANITIZERS
    tcase_add_test(c, no_threads_otherwise);
#endif
    tcase_add_test(c, there_is_no_way_back);
    tcase_add_test(c, a_listed_path_that_is_not_there_is_an_error);
    srunner_run_all(r, CK_ENV);
    bad = srunner_ntests_failed(r);
    srunner_free(r);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
