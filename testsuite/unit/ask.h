/* ask.h - one query about one body, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef UNIT_ASK_H
#define UNIT_ASK_H

#include "passes/unit.h"
#include "testsuite/unit/cfg.h"

struct ask
{
  struct arena arena;
  struct unit *unit;
  const struct snapshot *body;
};

/* A unit of C's function, which must be valid; C is released.  */
void ask_init (struct ask *a, struct cfg *c);
/* The same with a body that CHANGE has put a last hand to.  */
void ask_init_with (struct ask *a, struct cfg *c,
		    void (*change) (const struct snapshot *s));
void ask_release (struct ask *a);

const void *ask_value (struct ask *a, enum query_id query, size_t *size);

/* The findings of QUERY, verified.  */
const struct findings *ask_findings (struct ask *a, enum query_id query);

/* The text of finding INDEX; valid until the next call.  */
const char *ask_text (struct ask *a, const struct findings *f,
		      uint32_t index);

/* The findings of QUERY about C's function, which is released, are the lines of
   TEXT: notes begin with a dash, what is at -O0 only with a 0, what is not with
   a 2.  */
void ask_expect (struct cfg *c, enum query_id query, const char *text);

#endif
