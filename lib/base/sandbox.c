#include "base/sandbox.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/log.h"
#include "base/sandbox_parts.h"

bool sandbox_enter(const struct sandbox *s)
{
    /* OpenSSL reads its configuration at first use; inside it could not. */
    OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        log_fact(LOG_ERROR, "sandbox_failed", "part=no_new_privs reason=%s", log_quote(strerror(errno)));
        return false;
    }
    return sandbox_files(s) && sandbox_calls(s);
}
