# shellcheck shell=bash
# A private MariaDB: its own data folder under RUN, a unix socket and no network.

DB_NAME=koren_demo
DB_KEYS_NAME=koren_demo_keys
DB_USER_PREFIX=koren_demo_
DB_ACCOUNTS="owner signin crm avg import invoice portal worker"

database_config() {
    local buffers=${KOREN_DB_BUFFERS:-256M} user=''
    [ "$(id -u)" -ne 0 ] || user="user = root"
    write_file "$RUN/mariadb.cnf" <<CONFIG
# Made by ./dev: changes are lost.
[mariadbd]
$user
datadir = $RUN/mariadb
socket = $SOCKETS/mariadb.sock
pid_file = $RUN/mariadb.pid
tmpdir = $RUN/tmp
skip_networking
skip_name_resolve
skip_log_bin
character_set_server = utf8mb4
collation_server = utf8mb4_unicode_520_ci
sql_mode = STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_CREATE_USER,ONLY_FULL_GROUP_BY
default_time_zone = +00:00
local_infile = OFF
# A commit is on the disk before its request is answered.
innodb_flush_log_at_trx_commit = 1
innodb_buffer_pool_size = $buffers
innodb_log_file_size = 96M
innodb_file_per_table = ON
innodb_strict_mode = ON
innodb_lock_wait_timeout = 10
max_connections = 100
max_allowed_packet = 16M
performance_schema = OFF
CONFIG
}

# Root of the private database is whoever runs this, known by the socket; there is no password to guess.
database_install() {
    [ ! -f "$RUN/mariadb/.complete" ] || return 0
    rm -rf "$RUN/mariadb"
    mariadb-install-db --no-defaults --datadir="$RUN/mariadb" --skip-test-db --skip-name-resolve --user="$(id -un)" \
        --auth-root-authentication-method=socket --auth-root-socket-user="$(id -un)" >"$RUN/log/mariadb-install.log" 2>&1 ||
        die "making the database's folder failed: $(grep -i error "$RUN/log/mariadb-install.log" | tail -n 1)" "the whole story is in $RUN/log/mariadb-install.log"
    touch "$RUN/mariadb/.complete"
}

database_start() {
    database_config
    database_install
    service_ensure mariadb "$(fingerprint <"$RUN/mariadb.cnf")" "$(command -v mariadbd || echo /usr/sbin/mariadbd)" \
        --defaults-file="$RUN/mariadb.cnf" || true
}

database_wait() { service_wait mariadb MariaDB database_root -e 'SELECT 1'; }

database_root() { mariadb --no-defaults --socket="$SOCKETS/mariadb.sock" --user="$(id -un)" "$@"; }

# One file for each account; the text is the password. Kept, since the accounts keep theirs.
database_passwords() {
    local account
    for account in $DB_ACCOUNTS; do
        [ -s "$RUN/passwords/$account" ] || (
            umask 277
            openssl rand -hex 24 >"$RUN/passwords/.$account.new" && mv -f "$RUN/passwords/.$account.new" "$RUN/passwords/$account"
        )
    done
}

# The two schemas and the owner, who makes everything in them (koren-admin migrate) and the programs' accounts.
database_owner() {
    local password owner="'${DB_USER_PREFIX}owner'@'localhost'"
    password=$(<"$RUN/passwords/owner")
    database_root >>"$RUN/log/database.log" 2>&1 <<SQL || die "making the schemas failed: $(tail -n 1 "$RUN/log/database.log")"
CREATE DATABASE IF NOT EXISTS $DB_NAME CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE DATABASE IF NOT EXISTS $DB_KEYS_NAME CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE USER IF NOT EXISTS $owner IDENTIFIED BY '$password';
ALTER USER $owner IDENTIFIED BY '$password';
GRANT ALL ON $DB_NAME.* TO $owner WITH GRANT OPTION;
GRANT ALL ON $DB_KEYS_NAME.* TO $owner WITH GRANT OPTION;
GRANT CREATE USER, RELOAD ON *.* TO $owner;
GRANT SELECT ON mysql.db TO $owner;
GRANT SELECT ON mysql.tables_priv TO $owner;
GRANT SELECT ON mysql.columns_priv TO $owner;
GRANT SELECT ON mysql.procs_priv TO $owner;
SQL
}

# database_client ARGUMENTS...: the database's own client, as the owner, on the controller's schema.
database_client() {
    local defaults="[client]
user=${DB_USER_PREFIX}owner
password=$(<"$RUN/passwords/owner")
socket=$SOCKETS/mariadb.sock
default-character-set=utf8mb4"
    # The password reaches the client through a descriptor, not through the process list.
    mariadb --defaults-file=/dev/fd/8 --database="$DB_NAME" "$@" 8<<<"$defaults"
}
