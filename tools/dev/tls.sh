# shellcheck shell=bash
# A certificate authority of our own, and the certificate it signed for 127.0.0.1: for nginx and for the mail catcher.
# Kept between ups, so that a browser or a test that was told to trust RUN/tls/ca.pem goes on doing so.

tls_make() {
    local dir=$RUN/tls week=604800
    if [ -f "$dir/server.pem" ] && openssl x509 -in "$dir/server.pem" -noout -checkend $week >/dev/null &&
        openssl x509 -in "$dir/ca.pem" -noout -checkend $week >/dev/null; then
        return 0
    fi
    (
        umask 077
        cd "$dir" # openssl takes paths of at most 255 bytes in places
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
            -subj "/CN=Koren development CA" -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
            -keyout ca.key -out ca.pem &&
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=127.0.0.1" -keyout server.key -out server.csr &&
            openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 820 -out server.pem \
                -extfile <(printf '%s\n' "subjectAltName=IP:127.0.0.1,DNS:localhost" "basicConstraints=CA:FALSE" \
                    "keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth")
    ) >"$RUN/log/tls.log" 2>&1 || die "making the certificate failed: $(tail -n 1 "$RUN/log/tls.log")" "the whole story is in $RUN/log/tls.log"
    rm -f "$dir/server.csr"
    chmod 0644 "$dir/ca.pem" "$dir/server.pem"
}
