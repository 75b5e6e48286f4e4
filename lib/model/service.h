/*
 * service.h - the kinds and states of a request for help, for its field table and for the work list. Both end with {0}.
 */
#ifndef KOREN_MODEL_SERVICE_H
#define KOREN_MODEL_SERVICE_H

#include "model/field.h"

extern const struct choice service_types[];
extern const struct choice service_states[];

#endif
