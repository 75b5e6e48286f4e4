/*
 * route.h - a program is a table of routes and a page of handlers.
 *
 *     static const struct route routes[] = {
 *         { GET, "/relaties", PERM_RELATION_READ, relation_search, .event = "relation_search" },
 *         { GET, "/relaties/{nr}", PERM_RELATION_READ, relation_show, .event = "relation_show" },
 *         { 0 }
 *     };
 *     int main(int argc, char **argv) { return app_run("crm", SITE_STAFF, routes, argc, argv); }
 *
 * What is not in the table is 404; a path that is there with another method is 405 with Allow; what the user may not do is refused before the handler
 * runs, with the same 404, and logged. A route whose permission is PERM_UNSET keeps the program from starting.
 */
#ifndef KOREN_WEB_ROUTE_H
#define KOREN_WEB_ROUTE_H

#include "guard/actor.h"
#include "guard/audit.h"
#include "web/request.h"

enum method { METHOD_NONE = 0, GET, POST }; /* HEAD is GET without its body */

typedef enum status (*handler)(struct req *r);

struct route {
    enum method method;
    const char *path; /* literal segments and {name} segments; {name} matches [A-Za-z0-9_-]{1,64} */
    enum perm perm;
    handler run;
    const char *event; /* audit event; the row is written by app_run() in the request's transaction after the handler, with what req_audit() added. */
    enum audit_act act;
    const char *help; /* its page of help (help.def); NULL: the one that has the name of the permission's module */
    const char
        *visits;   /* path parameter with the number of the relation that this page is about: it is read with the session (model/visit.h). GET only */
    size_t memory; /* of an upload: a file of at most so many bytes is kept in memory alone (r->file) and in no store; 0: it goes to the store */
    bool upload;   /* multipart with a file of up to upload_max; see req_upload() */
    bool sites[2]; /* served on [SITE_STAFF], [SITE_PORTAL]; both false: the program's own site */
};

/* A match fills r's path parameters. NULL: none; *other_method tells that the path exists. */
const struct route *route_match(const struct route *routes, enum method m, const char *path, struct req *r, bool *other_method);

#endif
