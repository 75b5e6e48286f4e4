/*
 * tree.h - the tree of names and values that a template shows: ClearSilver's HDF behind three functions.
 *
 * No HDF type gets past tree.c and templates.c. All of it lies in the arena, so that making and forgetting it costs next to nothing.
 */
#ifndef KOREN_WEB_TREE_H
#define KOREN_WEB_TREE_H

struct arena;
struct tree; /* an HDF node */

struct tree *tree_new(struct arena *a);
/* Sets t.key; a key is "A.B.3" and comes from code, never from input. A NULL value, or a NULL t, sets nothing. */
void tree_set(struct arena *a, struct tree *t, const char *key, const char *value);
/* The node t.key, made when it is not there. Valid as long as the tree. */
struct tree *tree_node(struct arena *a, struct tree *t, const char *key);
/* The n-th node of the list t.list, made when it is not there: "Rows" and 3 is the node "Rows.3". */
struct tree *tree_item(struct arena *a, struct tree *t, const char *list, unsigned n);
/* NULL when there is no such value. */
const char *tree_get(struct tree *t, const char *key);

#endif
