/*
 * flash.h - the confirmation shown on the page after a redirect. Only a code travels, in a cookie; the words stand in a table here.
 */
#ifndef KOREN_WEB_FLASH_H
#define KOREN_WEB_FLASH_H

#include "web/request.h"

#define FLASH_COOKIE "__Host-koren-flash"

/* True when there is such a code. */
bool flash_known(const char *code);
/* Puts the words of the cookie's code on the page, and takes the cookie away. An unknown code shows nothing. */
void flash_show(struct req *r);

#endif
