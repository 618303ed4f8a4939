/* ask.c - one query about one body, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/ask.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

void
ask_init (struct ask *a, struct cfg *c)
{
  ask_init_with (a, c, NULL);
}

void
ask_init_with (struct ask *a, struct cfg *c,
	       void (*change) (const struct snapshot *s))
{
  struct unit_config config = { .name = "test", .threads = 1 };
  uint32_t where = 0;
  const char *wrong;

  arena_init (&a->arena, "test");
  a->body = cfg_finish (c, &a->arena);
  cfg_release (c);
  if (change)
    change (a->body);
  wrong = snapshot_validate (a->body, a->body->size, &where);
  ck_assert_msg (!wrong, "%s at %u", wrong, (unsigned) where);
  a->unit = unit_new (&config);
  unit_add_body (a->unit, a->body);
  unit_start (a->unit);
}

void
ask_release (struct ask *a)
{
  ck_assert (unit_join (a->unit));
  unit_free (a->unit);
  arena_release (&a->arena);
}

const void *
ask_value (struct ask *a, enum query_id query, size_t *size)
{
  const void *value = unit_demand (a->unit, query, 0, size);

  ck_assert_ptr_nonnull (value);
  return value;
}

const struct findings *
ask_findings (struct ask *a, enum query_id query)
{
  size_t size;
  const struct findings *f = ask_value (a, query, &size);

  ck_assert (findings_verify (f, size));
  return f;
}

const char *
ask_text (struct ask *a, const struct findings *f, uint32_t index)
{
  static char text[1024];
  FILE *file = tmpfile ();
  size_t n;

  ck_assert_ptr_nonnull (file);
  finding_print (file, a->body, f, index);
  rewind (file);
  n = fread (text, 1, sizeof text - 1, file);
  text[n] = '\0';
  fclose (file);
  return text;
}

void
ask_expect (struct cfg *c, enum query_id query, const char *text)
{
  struct ask a;
  const struct findings *f;
  struct buffer lines = BUFFER_INIT;

  ask_init (&a, c);
  f = ask_findings (&a, query);
  for (uint32_t i = 0; i < f->n_findings; i++)
    {
      uint32_t flags = findings_array (f)[i].flags;

      buffer_add_format (&lines, "%s%s%s%s\n",
			 flags & FINDING_IS_NOTE ? "-" : "",
			 flags & FINDING_AT_O0 ? "0" : "",
			 flags & FINDING_NOT_AT_O0 ? "2" : "",
			 ask_text (&a, f, i));
    }
  buffer_add_zero (&lines, 1);
  ck_assert_str_eq (lines.bytes, text);
  buffer_release (&lines);
  ask_release (&a);
}
