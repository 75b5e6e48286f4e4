/*
 * process.h - who works on a job: "HOST:PID:STARTTIME", so that a number given out again is not taken for the old process.
 */
#ifndef KOREN_MODEL_PROCESS_H
#define KOREN_MODEL_PROCESS_H

#include <stdbool.h>

/* True only when it is certain: of this host, and no such process is running. */
bool process_dead(const char *worker);

#endif
