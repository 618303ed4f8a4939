/* memory-signal.h - calls that a signal handler must not make.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef PASSES_MEMORY_SIGNAL_H
#define PASSES_MEMORY_SIGNAL_H

#include "passes/finding.h"
#include "passes/signal-handlers.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The way to the function of KEY from where a handler is registered, if it makes
   a call that is unsafe there; NULL if it makes none.  Asks.  */
const struct signal_reach *memory_signal_context (struct query_context *cx,
						  uint32_t key);
/* A finding for each such call of body S, if WAY is not empty.  */
void memory_signal_report (const struct snapshot *s,
			   const struct signal_reach *way,
			   struct findings_builder *b);

#ifdef __cplusplus
}
#endif
#endif
