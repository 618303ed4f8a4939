/* engine-generate.c - random cases.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Small on purpose: few keys, few statements, small numbers.  Then what was
   asked is often asked again, what was edited is often edited back, and values
   are often the same by chance, which is where an engine can go wrong.  */

#include "testsuite/fuzz/engine-case.h"

#include <string.h>

struct generator
{
  uint64_t state;
  struct fuzz_case *c;
  unsigned n_queries;
};

static unsigned
below (struct generator *g, unsigned limit)
{
  g->state += UINT64_C (0x9e3779b97f4a7c15);
  return (unsigned) ((mix (g->state) >> 32) * limit >> 32);
}

static bool
one_in (struct generator *g, unsigned rate)
{
  return below (g, rate) == 0;
}

static uint8_t
byte_below (struct generator *g, unsigned limit)
{
  return (uint8_t) below (g, limit);
}

static void
random_keys (struct generator *g)
{
  struct fuzz_case *c = g->c;
  for (unsigned k = 0; k < SIMPLE_KINDS; k++)
    {
      c->known[k] = (uint8_t) (1 + below (g, k == KEY_FUNCTION ? 5 : 3));
      c->universe[k] = (uint8_t) (c->known[k] + (one_in (g, 3)
						 ? 1 + below (g, 2) : 0));
      c->contents[k] = k == KEY_FUNCTION ? byte_below (g, 2) + 1
		       : one_in (g, 4) ? byte_below (g, 3) : 0;
    }
  c->known[KEY_UNIT] = c->universe[KEY_UNIT] = 1;
  c->contents[KEY_UNIT] = (uint8_t) (1 + one_in (g, 3));
}

static uint8_t
random_kind (struct generator *g)
{
  static const uint8_t often[] = { KEY_UNIT, KEY_FUNCTION, KEY_FUNCTION,
				   KEY_FUNCTION, KEY_TYPE, KEY_FILE,
				   KEY_SYMBOL };
  if (one_in (g, 4))
    return (uint8_t) (SIMPLE_KINDS + below (g, KEY_KINDS - SIMPLE_KINDS));
  return often[below (g, sizeof often)];
}

static uint32_t
random_flags (struct generator *g)
{
  static const uint32_t often[] = {
    0, 0, 0, QUERY_CACHE_ON_DISK, QUERY_CACHE_ON_DISK, QUERY_CACHE_ON_DISK,
    QUERY_ANON, QUERY_EVAL_ALWAYS, QUERY_NO_HASH, QUERY_ENSURE_ONLY,
    QUERY_STEAL, QUERY_EVAL_ALWAYS | QUERY_CACHE_ON_DISK,
    QUERY_EVAL_ALWAYS | QUERY_NO_HASH, QUERY_STEAL | QUERY_NO_HASH
  };
  uint32_t flags = often[below (g, sizeof often / sizeof *often)];
  if (!(flags & QUERY_ANON) && one_in (g, 4))
    flags |= QUERY_SEPARATE_EXTERN;
  if (g->c->cyclic && !(flags & (QUERY_ANON | QUERY_STEAL)) && one_in (g, 2))
    flags |= QUERY_CYCLE_DEFAULT;
  return flags;
}

static struct key_expression
random_expression (struct generator *g)
{
  struct key_expression e;
  for (unsigned i = 0; i < 2; i++)
    {
      unsigned pick = below (g, 8);
      e.origin[i] = pick < 4 ? FROM_OWN : pick < 6 ? FROM_REGISTER
		    : FROM_CONSTANT;
      e.reg[i] = byte_below (g, REGISTERS - 1);
      e.add[i] = one_in (g, 3) ? byte_below (g, 4) : 0;
    }
  return e;
}

/* A query that query Q may ask, with none of FLAGS; -1 if there is none.  */
static int
random_target (struct generator *g, unsigned q, uint32_t flags)
{
  unsigned limit = g->c->cyclic ? g->n_queries : q;
  for (unsigned tries = 0; tries < 8; tries++)
    {
      unsigned t = below (g, limit);
      if (!g->c->cyclic && t < 2 + limit / 3 && one_in (g, 2))
	t = below (g, limit);
      if (t != q && t != QUERY_BODY && !(g->c->query[t].flags & flags))
	return (int) t;
    }
  return -1;
}

/* Ask the query itself about a smaller key.  */
static void
make_recursive (struct generator *g, unsigned q, struct statement *s)
{
  s->operation = DO_GET;
  s->query = (uint8_t) q;
  if (g->c->query[q].flags & QUERY_ENSURE_ONLY)
    s->operation = DO_ENSURE;
  s->key = random_expression (g);
  s->key.origin[0] = FROM_BELOW;
  s->key.add[0] = one_in (g, 3);
}

static void
random_question (struct generator *g, unsigned q, struct statement *s)
{
  static const uint8_t often[] = { DO_GET, DO_GET, DO_GET, DO_GET, DO_ELEMENT,
				   DO_ENSURE, DO_EACH, DO_EACH_OF };
  uint32_t flags = QUERY_STEAL | QUERY_ENSURE_ONLY;
  s->operation = often[below (g, sizeof often)];
  if (s->operation == DO_ENSURE)
    flags = QUERY_STEAL;
  int target = random_target (g, q, flags), list = random_target (g, q, flags);
  if (target < 0 || list < 0)
    {
      s->operation = DO_BODY;
      return;
    }
  s->query = (uint8_t) target;
  s->list = (uint8_t) list;
}

static void
random_statement (struct generator *g, unsigned q, struct statement *s)
{
  static const uint8_t often[] = { DO_CONSTANT, DO_OWN, DO_LOCAL, DO_ADD,
				   DO_ADD, DO_SKIP_IF, DO_SKIP_UNLESS,
				   DO_SKIP_IF, DO_PUT, DO_BODY, DO_BODY };
  s->to = byte_below (g, REGISTERS);
  s->from = byte_below (g, REGISTERS);
  s->a = byte_below (g, 4);
  s->b = byte_below (g, 4);
  s->key = random_expression (g);
  s->list_key = random_expression (g);
  if (!g->c->cyclic && g->c->query[q].key != KEY_UNIT && one_in (g, 8)
      && !(g->c->query[q].flags & QUERY_STEAL))
    make_recursive (g, q, s);
  else if (one_in (g, 2))
    random_question (g, q, s);
  else
    s->operation = often[below (g, sizeof often)];
  if (one_in (g, 60))
    s->operation = DO_GIVE_UP;
  if (s->operation == DO_BODY)
    s->query = 0;
}

/* A query that is only to be asked while an input of its key is not GUARD.  */
static void
make_partial (struct generator *g, unsigned q, unsigned input)
{
  struct query_row *row = &g->c->query[q];
  row->key = g->c->query[input].key;
  row->statement[0] = (struct statement) {
    .operation = DO_GET, .to = 2, .query = (uint8_t) input,
    .key.origin = { FROM_OWN, FROM_OWN } };
  row->statement[1] = (struct statement) { .operation = DO_BUG, .from = 2,
					   .b = 0 };
}

/* Ask the partial query P as it wants to be asked.  Three statements.  */
static void
ask_partial (struct generator *g, unsigned p, struct statement *s)
{
  struct key_expression key = random_expression (g);
  unsigned input = g->c->query[p].statement[0].query;
  for (unsigned i = 0; i < 2; i++)
    {
      key.reg[i] = 0;
      if (key.origin[i] == FROM_OWN)
	key.origin[i] = FROM_CONSTANT;
    }
  s[0] = (struct statement) { .operation = DO_GET, .to = 1,
			      .query = (uint8_t) input, .key = key };
  s[1] = (struct statement) { .operation = DO_SKIP_IF, .from = 1, .a = 1,
			      .b = 0 };
  s[2] = (struct statement) { .operation = DO_GET, .to = 1,
			      .query = (uint8_t) p, .key = key };
}

static void
random_program (struct generator *g, unsigned q, int partial)
{
  struct query_row *row = &g->c->query[q];
  unsigned at = 0, n = 2 + below (g, 7);
  while (at < STATEMENTS_MOST && row->statement[at].operation != DO_NOTHING)
    at++;
  if (row->flags & QUERY_EVAL_ALWAYS)
    row->statement[at++] = (struct statement) { .operation = DO_UNTRACKED };
  for (unsigned i = 0; i < n; i++)
    if (partial >= 0 && one_in (g, 3) && at + 6 < STATEMENTS_MOST)
      {
	ask_partial (g, (unsigned) partial, &row->statement[at]);
	at += 3;
      }
    else if (at + 3 < STATEMENTS_MOST)
      random_statement (g, q, &row->statement[at++]);
  for (unsigned r = below (g, 2); r < 3; r++)
    row->statement[at++] = (struct statement) { .operation = DO_PUT,
						.from = (uint8_t) r };
}

/* Let query Q, if it can, be the thief of S.  */
static void
make_thief (struct generator *g, unsigned q, unsigned s)
{
  struct query_row *row = &g->c->query[q];
  unsigned place = below (g, 3);
  if (row->key != g->c->query[s].key || row->flags & QUERY_INPUT)
    return;
  row->statement[place] = (struct statement) { .operation = DO_STEAL,
					       .query = (uint8_t) s };
}

static void
random_queries (struct generator *g)
{
  struct fuzz_case *c = g->c;
  unsigned n_inputs = 2 + below (g, 4);
  int partial = -1;
  g->n_queries = n_inputs + 3 + below (g, 8);
  c->query[QUERY_LOCALS].key = KEY_UNIT;
  c->query[QUERY_BODY].key = KEY_FUNCTION;
  for (unsigned q = 0; q < g->n_queries; q++)
    {
      struct query_row *row = &c->query[q];
      row->used = 1;
      if (q > QUERY_BODY)
	row->key = random_kind (g);
      row->flags = q < n_inputs ? QUERY_INPUT : random_flags (g);
      row->cache_if = one_in (g, 3) ? byte_below (g, 3) : 0;
      row->verify = !one_in (g, 8);
    }
  for (unsigned q = n_inputs; q < g->n_queries; q++)
    {
      if (q == n_inputs && n_inputs > 2 && !c->cyclic && one_in (g, 2)
	  && !(c->query[q].flags & (QUERY_STEAL | QUERY_ENSURE_ONLY)))
	{
	  partial = (int) q;
	  make_partial (g, q, 2 + below (g, n_inputs - 2));
	}
      random_program (g, q, partial != (int) q ? partial : -1);
      for (unsigned s = n_inputs; s < q; s++)
	if (c->query[s].flags & QUERY_STEAL && one_in (g, 2))
	  {
	    make_thief (g, q, s);
	    break;
	  }
      if (!c->cyclic && !(c->query[q].flags & QUERY_ANON) && one_in (g, 10))
	c->query[q].depth_limit = (uint8_t) (one_in (g, 3)
					     ? 2 + below (g, 3) : 9);
    }
}

/* Leave out what is not valid after all.  */
static void
repair (struct fuzz_case *c)
{
  struct query_row saved[QUERIES_MOST];
  memcpy (saved, c->query, sizeof saved);
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    memset (c->query[q].statement, 0, sizeof c->query[q].statement);
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    for (unsigned i = 0; i < STATEMENTS_MOST; i++)
      {
	c->query[q].statement[i] = saved[q].statement[i];
	if (!case_valid (c))
	  c->query[q].statement[i].operation = DO_NOTHING;
      }
}

static void
random_roots (struct generator *g)
{
  struct fuzz_case *c = g->c;
  unsigned wanted = 1 + below (g, ROOTS_MOST);
  for (unsigned tries = 0; tries < 20 && c->n_roots < wanted; tries++)
    {
      unsigned q = 2 + below (g, g->n_queries - 2);
      if (one_in (g, 2))
	q = g->n_queries - 1 - below (g, 3);
      unsigned kind = c->query[q].key, key = below (g, KEYS_MOST);
      while (!key_exists (c, kind, key, false))
	key = below (g, KEYS_MOST);
      if (c->query[q].flags & (QUERY_INPUT | QUERY_STEAL | QUERY_ENSURE_ONLY)
	  || c->query[q].statement[1].operation == DO_BUG)
	continue;
      c->root_query[c->n_roots] = (uint8_t) q;
      c->root_key[c->n_roots++] = (uint8_t) key;
    }
}

static void
random_session (struct generator *g, struct step *s)
{
  s->kind = STEP_SESSION;
  s->units = one_in (g, 4);
  s->roots = one_in (g, 3) ? byte_below (g, 64) : 63;
  s->try_green = one_in (g, 3) ? byte_below (g, 64) : 0;
  s->prefetch = one_in (g, 2) ? byte_below (g, 256) : 0;
  s->order = byte_below (g, 256);
  s->load = one_in (g, 10) ? byte_below (g, RECORDS_MODES) : RECORDS_ALL;
  s->save = one_in (g, 10) ? byte_below (g, RECORDS_MODES) : RECORDS_ALL;
  s->damage = one_in (g, 40) ? byte_below (g, 256) : 0;
  s->verify = byte_below (g, 3);
  s->session = byte_below (g, 256);
  s->check_inputs = one_in (g, 8);
  s->join_first = one_in (g, 4);
}

static void
random_edit (struct generator *g, struct step *s)
{
  s->units = one_in (g, 3) ? 1 + byte_below (g, 2) : 3;
  s->kind = STEP_SET;
  if (one_in (g, 6))
    {
      s->kind = one_in (g, 2) ? STEP_LOCAL : STEP_UNTRACKED;
      s->key = byte_below (g, g->c->known[KEY_FUNCTION]);
      s->value = byte_below (g, 2);
      return;
    }
  do
    s->query = byte_below (g, g->n_queries);
  while (!(g->c->query[s->query].flags & QUERY_INPUT)
	 || s->query == QUERY_LOCALS);
  do
    s->key = byte_below (g, KEYS_MOST);
  while (!key_exists (g->c, g->c->query[s->query].key, s->key, true));
  s->value = byte_below (g, 16);
}

static void
random_timeline (struct generator *g)
{
  unsigned n = 4 + below (g, 12);
  struct fuzz_case *c = g->c;
  for (unsigned i = 0; i < n; i++)
    if (i == 0 || one_in (g, 2))
      random_session (g, &c->step[i]);
    else
      random_edit (g, &c->step[i]);
}

void
case_generate (struct fuzz_case *c, uint64_t seed)
{
  static const uint8_t threads[] = { 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3,
				     3, 3, 8 };
  struct generator g = { mix (seed + 1), c, 0 };
  memset (c, 0, sizeof *c);
  c->seed = seed;
  c->modulus = (uint8_t) (2 + below (&g, 4));
  c->initial = byte_below (&g, 256);
  c->threads = threads[below (&g, sizeof threads)];
  c->locals = byte_below (&g, 256) | byte_below (&g, 256);
  c->cyclic = one_in (&g, 4);
  c->anonymous = one_in (&g, 6);
  c->burn = one_in (&g, 6) ? 1 + byte_below (&g, 2) : 0;
  random_keys (&g);
  random_queries (&g);
  repair (c);
  random_roots (&g);
  random_timeline (&g);
}
