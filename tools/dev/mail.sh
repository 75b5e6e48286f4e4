# shellcheck shell=bash
# The mail catcher: a real SMTP server that keeps every message as a file under RUN/mail/.

mail_port() { printf '%s' $((PORT + 2)); }

mail_start() {
    local catcher=$KOREN_TOP/tools/mail-catcher mark
    mark=$(cat "$catcher" "$RUN/tls/server.pem" <(mail_port) | fingerprint)
    if service_ensure mail "$mark" /usr/bin/python3 "$catcher" serve --port "$(mail_port)" --folder "$RUN/mail" \
        --certificate "$RUN/tls/server.pem" --key "$RUN/tls/server.key"; then
        service_wait mail "the mail catcher" port_answers "$(mail_port)"
    fi
}

mail_show() { /usr/bin/python3 "$KOREN_TOP/tools/mail-catcher" show --folder "$RUN/mail" "$@"; }
