/*
 * crm.h - what the pages of KorènCRM share: the head of a relation's page and the handlers named in the route table (main.c).
 */
#ifndef KOREN_CRM_H
#define KOREN_CRM_H

#include "base/arena.h"
#include "model/relation.h"
#include "web/form.h"
#include "web/page.h"
#include "web/route.h"

/*
 * Loads the relation of the path and fills Relation.*, the way back and the tabs of which `tab` is the current one ("" for the data themselves,
 * else the last part of its path). ST_NOT_FOUND when there is none.
 */
enum status relation_head(struct req *r, const char *tab, enum record_open open, struct record **out);

/* The same head without tabs, for a form about the relation. */
enum status relation_form_head(struct req *r, enum record_open open, struct record **out);

/* "/relaties/NUMBER" followed by `rest`. */
char *relation_href(struct req *r, const struct record *rec, const char *rest);

/* What a tab shows of the rows of one entity: the page that the address asks for. */
struct tab_rows {
    struct record **rows;
    size_t count;   /* on this page */
    uint64_t total; /* on all */
    long page;      /* from 1 */
};
enum status relation_rows(struct req *r, const struct record *rel, const struct entity *e, struct tab_rows *out);

/* Paging of a tab whose rows are counted exactly. */
void relation_paging(struct req *r, const struct record *rec, const char *tab, long page, uint64_t total);

enum status home_show(struct req *r);

enum status relation_index(struct req *r);
enum status relation_csv(struct req *r);
enum status relation_show(struct req *r);
enum status relation_bsn(struct req *r);
enum status relation_history(struct req *r);

enum status relation_new(struct req *r);
enum status relation_new_save(struct req *r);
enum status relation_edit(struct req *r);
enum status relation_save(struct req *r);

enum status relation_inactive_form(struct req *r);
enum status relation_inactive(struct req *r);
enum status relation_active(struct req *r);

/* A part of a relation (contact person, membership ...): which one stands in the third segment of the path. */
enum status part_index(struct req *r);
enum status part_show(struct req *r);
enum status part_new(struct req *r);
enum status part_edit(struct req *r);
enum status part_save(struct req *r);   /* both new and existing */
enum status part_step(struct req *r);   /* a button of the entity's steps */
enum status part_secret(struct req *r); /* shows one secret, in answer to a POST */

/* Contact persons that are relations too, with that relation's name and numbers; a look at it, with an audit row of its own. */
enum status contact_followed(struct req *r, struct record **rows, size_t count);
/* The buttons of the newest table, whose rows are these: `before` rows are on earlier pages, `total` there are. */
void contact_buttons(struct req *r, const struct record *rel, struct record **rows, size_t count, uint64_t before, uint64_t total);
enum status contact_order(struct req *r);
/* Whose contact person the relation is, as rows of its page. */
enum status contact_of_rows(struct req *r, const struct record *rel);

enum status alarm_card(struct req *r);
enum status alarm_card_secret(struct req *r);

enum status membership_list(struct req *r);
enum status membership_csv(struct req *r);
enum status membership_end_form(struct req *r);
enum status membership_end_save(struct req *r);
enum status membership_types_show(struct req *r);
enum status membership_type_add(struct req *r);
enum status membership_type_edit(struct req *r);
enum status membership_type_change(struct req *r);
enum status service_list(struct req *r);
enum status service_csv(struct req *r);

enum status report_index(struct req *r);
enum status report_show(struct req *r);
enum status report_csv(struct req *r);

enum status consent_tab(struct req *r);
enum status mailing_post(struct req *r);
enum status mailing_post_csv(struct req *r);
enum status mailing_email(struct req *r);
enum status mailing_email_csv(struct req *r);
struct purpose; /* model/consent.h */
/* "/toestemmingen/ID" followed by `rest`. */
char *purpose_href(struct req *r, uint64_t id, const char *rest);
/* That of the path; ST_NOT_FOUND when there is none. */
enum status purpose_of_path(struct req *r, struct purpose *p);
enum status purposes_show(struct req *r);
enum status purpose_create(struct req *r);
enum status purpose_show(struct req *r);
enum status purpose_change(struct req *r);
enum status purpose_ask(struct req *r);

enum status document_list(struct req *r);
enum status document_csv(struct req *r);
enum status note_list(struct req *r);
enum status note_csv(struct req *r);
enum status task_tab(struct req *r);
enum status task_list(struct req *r);
enum status task_csv(struct req *r);
enum status task_new(struct req *r);
enum status task_add(struct req *r);
enum status task_show(struct req *r);
enum status task_edit(struct req *r);
enum status task_change(struct req *r);
enum status task_mark(struct req *r);
/* The table `key` with what the one who looks still has to do. */
enum status task_home(struct req *r, const char *key);

enum status dossier_index(struct req *r);
enum status dossier_add(struct req *r);
enum status dossier_fetch(struct req *r);

#endif
