# shellcheck shell=bash
# A private nginx from the snippets in nginx/, their production paths replaced by ours.

nginx_config() {
    local file to=$RUN/nginx/conf user='# not root: nginx runs as who started it'
    [ "$(id -u)" -ne 0 ] || user='user root;'
    mkdir -p "$to" "$RUN"/nginx/tmp
    for file in "$KOREN_TOP"/nginx/*.conf; do
        sed -e "s|/run/koren/|$SOCKETS/|g" -e "s|/usr/share/koren/static/|$INST/share/koren/static/|g" \
            -e "s|/var/spool/koren/|$RUN/spool/|g" -e "s|/etc/koren/nginx/|$to/|g" -e "s|/etc/koren/tls/|$RUN/tls/|g" \
            -e "s|/var/log/nginx/|$RUN/log/|g" -e "s|@RUN@|$RUN/nginx|g" -e "s|@USER@|$user|g" \
            -e "s|@STAFF_PORT@|$PORT|g" -e "s|@PORTAL_PORT@|$((PORT + 1))|g" "$file" | write_file "$to/${file##*/}"
    done
}

nginx_start() {
    local nginx conf=$RUN/nginx/conf/dev.conf
    nginx=$(command -v nginx || echo /usr/sbin/nginx)
    nginx_config
    "$nginx" -t -q -e "$RUN/log/nginx-error.log" -p "$RUN/nginx" -c "$conf" 2>"$RUN/log/nginx.log" ||
        die "nginx refuses its configuration: $(head -n 1 "$RUN/log/nginx.log")" "the configuration is in $RUN/nginx/conf"
    if service_ensure nginx "$(cat "$RUN"/nginx/conf/*.conf "$RUN/tls/server.pem" | fingerprint)" \
        "$nginx" -e "$RUN/log/nginx-error.log" -p "$RUN/nginx" -c "$conf"; then
        service_wait nginx nginx port_answers "$PORT"
    fi
}
