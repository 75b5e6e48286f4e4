/*
 * mod97.h - ISO 7064 MOD 97-10, as IBANs and SEPA creditor identifiers have it.
 */
#ifndef KOREN_MODEL_MOD97_H
#define KOREN_MODEL_MOD97_H

#include <stdbool.h>
#include <stddef.h>

/* Over n capitals and digits with the first four at the end; letters count as 10 to 35. 1 when the check digits are right. */
unsigned mod97(const char *s, size_t n);

/*
 * A SEPA creditor identifier (EPC262-08): country, two check digits, three characters for the creditor's own use that are not checked, and a
 * national identifier; a Dutch one has the number of the trade register and four digits: NL00ZZZ123456780000. Capitals and digits, at most 35.
 */
bool creditor_id_valid(const char *s);

#endif
