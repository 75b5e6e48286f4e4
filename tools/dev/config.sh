# shellcheck shell=bash
# koren.conf of the demo controller: the one file all programs read (lib/base/config.h has every key).

config_write() {
    write_file "$CONF" <<CONFIG
# Made by ./dev: changes are lost. RUN/koren.conf.more, where it is, is added below.
controller = demo
controller_name = Vereniging Demo
development = yes
staff_url = https://127.0.0.1:$PORT
portal_url = https://127.0.0.1:$((PORT + 1))
help_email = ledenservice@demo.example
help_phone = 088 000 00 00
invoice_address = Dorpsplein 1; 1234 AB Ons Dorp
invoice_kvk = 12345678
invoice_vat_number = NL001234567B01
invoice_iban = NL91ABNA0417164300
invoice_bic = ABNANL2A
invoice_creditor_id = NL69ZZZ123456780000
bsn_basis = Voorbeeld: zorgaanbieder, Wabvpz artikel 4
template_dir = $INST/share/koren/templates
static_dir = $INST/share/koren/static
sql_dir = $INST/share/koren/sql
key_dir = $RUN/keys
state_dir = $RUN/state
spool_dir = $RUN/spool
lock_dir = $RUN/lock.d
db_socket = $SOCKETS/mariadb.sock
db_name = $DB_NAME
db_keys_name = $DB_KEYS_NAME
db_user_prefix = $DB_USER_PREFIX
db_password_dir = $RUN/passwords
smtp_url = smtp://127.0.0.1:$(mail_port)
smtp_starttls = yes
smtp_ca_file = $RUN/tls/ca.pem
mail_from = ledenservice@demo.example
scrypt_log2_n = ${KOREN_SCRYPT_LOG2_N:-15}
scrypt_p = ${KOREN_SCRYPT_P:-3}
$(cat "$RUN/koren.conf.more" 2>/dev/null)
CONFIG
    mkdir -p "$RUN/lock.d"
}

admin() { "$INST/sbin/koren-admin" -c "$CONF" "$@"; }
