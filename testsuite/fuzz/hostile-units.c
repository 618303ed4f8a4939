/* hostile-units.c - units to be run on stores that are not what they should be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/fuzz/hostile-units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
be_silent (void *data, const char *text)
{
  (void) data;
  (void) text;
}

struct unit *
hostile_unit_new (const struct hostile_unit *source, unsigned threads,
		  enum verify_mode verify, struct store *store)
{
  struct unit_config config
    = { .name = "hostile", .threads = threads, .verify = verify,
	.store = store, .report = be_silent,
	.source = source->name, .output = source->name,
	.options = { .checks = ALL_CHECKS,
		     .level = 1 } };
  struct unit *u = unit_new (&config);
  const struct snapshot *const *bodies
    = (const struct snapshot *const *) source->bodies.bytes;
  for (size_t i = 0; i < source->bodies.size / sizeof *bodies; i++)
    unit_add_body (u, bodies[i]);
  return u;
}

char *
hostile_findings (struct unit *u)
{
  char *text = NULL;
  size_t size;
  FILE *file = open_memstream (&text, &size);
  bool fine = true;
  if (!file)
    abort ();
  for (uint32_t i = 0; i < unit_n_bodies (u); i++)
    {
      const struct findings *f
	= unit_demand_findings (u, QUERY_ID_check_function, i);
      fine &= f != NULL;
      if (f)
	query_value_print (file, QUERY_ID_check_function, unit_body (u, i), f,
			   DUMP_DETAILS);
    }
  fclose (file);
  if (!fine)
    {
      free (text);
      return NULL;
    }
  return text;
}

static void
run_clean (struct hostile_unit *source)
{
  struct unit *u = hostile_unit_new (source, 1, VERIFY_OFF, NULL);
  unit_start (u);
  source->findings = unit_join (u) ? hostile_findings (u) : NULL;
  unit_free (u);
  if (!source->findings)
    {
      fprintf (stderr, "%s cannot be checked\n", source->name);
      exit (1);
    }
}

static void
read_source (struct hostile_unit *source, const char *name)
{
  struct buffer *content = &source->content;
  FILE *file = fopen (name, "rb");
  size_t got;
  if (!file)
    {
      perror (name);
      exit (1);
    }
  do
    {
      buffer_reserve (content, 65536);
      got = fread (content->bytes + content->size, 1, 65536, file);
      content->size += got;
    }
  while (got > 0);
  fclose (file);
  source->name = name;
  for (size_t at = 0; at + 8 <= content->size; )
    {
      uint64_t size;
      uint32_t where;
      memcpy (&size, content->bytes + at, 8);
      const struct snapshot *body
	= (const struct snapshot *) (content->bytes + at + 8);
      if (size > content->size - at - 8
	  || snapshot_validate (body, size, &where))
	{
	  fprintf (stderr, "%s: no snapshots\n", name);
	  exit (1);
	}
      buffer_add (&source->bodies, &body, sizeof body);
      at += 8 + ((size + 7) & ~(uint64_t) 7);
    }
}

/* Six functions with calls in a ring, symbols, types and findings.  */
static void
make_source (struct hostile_unit *source, struct program *p)
{
  static const char *const names[] = { "a", "b", "c", "d", "e", "f" };
  static const char *const variables[] = { "u", "v", "w", "u", "v", "w" };
  program_init (p);
  for (unsigned i = 0; i < 6; i++)
    {
      struct snap_lowered fact
	= { .kind = LOWERED_IGNORED_RESULT, .decl = NONE };
      program_begin (p, names[i]);
      uint32_t record = program_record (p, "pair", 64);
      program_field (p, record, "one", program_array (p, 0, i + 1), 0, 32);
      program_read (p, program_variable (p, "shared", 0));
      program_write (p, program_variable (p, variables[i], record));
      program_call (p, names[(i + 1) % 6], DECL_IS_NOTHROW, CALL_IS_NOTHROW);
      program_call (p, i % 2 ? "outside" : names[i], 0, 0);
      if (i % 2 == 0)
	builder_add_lowered (&p->cfg.builder, &fact);
      /* program_end is for inside of a test.  */
      const struct snapshot *body = cfg_finish (&p->cfg, &p->arena);
      uint32_t where;
      if (snapshot_validate (body, body->size, &where))
	abort ();
      buffer_add (&source->bodies, &body, sizeof body);
    }
  source->name = "a unit of its own";
}

void
hostile_units_init (struct hostile_units *u, char **files, int count)
{
  *u = (struct hostile_units) { .count = count > 0 ? (size_t) count : 1,
				.has_program = count <= 0 };
  u->items = calloc (u->count, sizeof *u->items);
  if (!u->items)
    abort ();
  if (u->has_program)
    make_source (u->items, &u->program);
  for (int i = 0; i < count; i++)
    read_source (&u->items[i], files[i]);
  for (size_t i = 0; i < u->count; i++)
    run_clean (&u->items[i]);
}

void
hostile_units_release (struct hostile_units *u)
{
  for (size_t i = 0; i < u->count; i++)
    {
      buffer_release (&u->items[i].content);
      buffer_release (&u->items[i].bodies);
      free (u->items[i].findings);
    }
  free (u->items);
  if (u->has_program)
    program_release (&u->program);
}

void
hostile_units_run (const struct hostile_units *units, struct store *store)
{
  FILE *nowhere = fopen ("/dev/null", "w");
  if (!nowhere)
    abort ();
  for (size_t i = 0; i < units->count; i++)
    {
      struct unit *u = hostile_unit_new (&units->items[i], 1, VERIFY_OFF,
					 store);
      unit_start (u);
      if (!unit_join (u))
	exit (1);
      for (unsigned q = 0; q < QUERIES; q++)
	unit_dump (u, (enum query_id) q, nowhere, 0);
      unit_save (u);
      unit_free (u);
    }
  fclose (nowhere);
}
