/* test-points-to.c - every address that a run sees is where points_to says.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Random functions over pointers, variables, allocated memory, a global and a
   function that nobody knows are run: an address in a name must be in the name's
   set, and an object that somebody outside knows of must have escaped.  What
   nobody knows does at random whatever it can get at.  Some functions, made by
   hand, say just what the sets are.  */

#include <stdlib.h>
#include <string.h>

#include "testsuite/unit/ask.h"
#include "testsuite/unit/random-body.h"
#include "testsuite/unit/suite.h"

#define PROGRAMS 4000
#define RUNS 6
#define MOST_STEPS 120
#define MOST_NAMES 400
#define MOST_INSTANCES 200
#define VARIABLES 3
#define CELLS 4			/* Pointers in an object.  */

/* Making functions.  */

struct maker
{
  struct cfg c;
  uint64_t seed;
  uint32_t pointer_type;
  uint32_t variable[VARIABLES], global, unknown, malloc, memcpy;	/* DECLS */
  uint32_t names[MOST_NAMES], n_names;
  uint32_t openness;		/* In 16 calls, that many are of the unknown.  */
  uint32_t parameter, number;	/* Operands: a pointer, an integer.  */
};

static uint32_t
below (struct maker *m, uint32_t limit)
{
  return random_below (&m->seed, limit);
}

static uint32_t
pointer_name (struct maker *m)
{
  uint32_t name = cfg_name (&m->c, 0);

  builder_ssa (&m->c.builder, operand_index (name))->type = m->pointer_type;
  return name;
}

static uint32_t
add_variable (struct maker *m, const char *name, uint32_t flags)
{
  struct snap_decl d = { .kind = DECL_VARIABLE, .flags = flags,
			 .size_bits = 64 * CELLS, .default_def = NONE };

  d.name = builder_string (&m->c.builder, name);
  d.type = m->pointer_type;
  return builder_add_decls (&m->c.builder, &d);
}

static void
maker_init (struct maker *m)
{
  struct snap_type pointer = { .kind = SNAP_TYPE_POINTER, .size_bits = 64,
			       .precision = 64, .flags = TYPE_IS_UNSIGNED,
			       .element = 0, .main_variant = NONE };
  static const char *const names[VARIABLES] = { "u", "v", "w" };
  uint32_t decl;

  cfg_init (&m->c);
  m->n_names = 0;
  m->pointer_type = builder_add_types (&m->c.builder, &pointer);
  m->parameter = body_parameter (&m->c);
  decl = builder_ssa (&m->c.builder, operand_index (m->parameter))->decl;
  builder_ssa (&m->c.builder, operand_index (m->parameter))->type
    = builder_decls (&m->c.builder, decl)->type = m->pointer_type;
  m->number = body_parameter (&m->c);
  for (uint32_t i = 0; i < VARIABLES; i++)
    m->variable[i] = add_variable (m, names[i], DECL_IS_ADDRESSABLE);
  m->global = add_variable (m, "g", DECL_IS_GLOBAL | DECL_IS_PUBLIC
				    | DECL_IS_ADDRESSABLE);
  m->unknown = cfg_function (&m->c, "unknown");
  m->malloc = cfg_function (&m->c, "malloc");
  builder_decls (&m->c.builder, m->malloc)->builtin = BUILTIN_MALLOC;
  m->memcpy = cfg_function (&m->c, "memcpy");
  builder_decls (&m->c.builder, m->memcpy)->builtin = BUILTIN_MEMCPY;
}

/* MEMORY: CELL of DECL, or of where POINTER leads if that is not 0; SIZE
   bytes.  */
static uint32_t
place (struct maker *m, uint32_t decl, uint32_t pointer, int64_t cell,
       uint64_t size)
{
  struct snap_memory memory = { .type = m->pointer_type, .n_steps = 1,
				.offset_bits = 64 * cell,
				.size_bits = 8 * size,
				.max_size_bits = 8 * size };
  struct snap_step step = { .kind = STEP_DEREFERENCE, .type = m->pointer_type,
			    .offset = 8 * cell };

  memory.base = pointer ? pointer : OPERAND (OPERAND_DECL, decl);
  if (!pointer)
    step = (struct snap_step) { .kind = STEP_VIEW, .type = m->pointer_type };
  memory.first_step = builder_add_steps (&m->c.builder, &step);
  return builder_add_memory (&m->c.builder, &memory);
}

static void
assign (struct maker *m, uint32_t block, enum operation op, uint32_t lhs,
	uint32_t a, uint32_t b)
{
  uint32_t o[2] = { a, b };

  cfg_statement (&m->c, block, STATEMENT_ASSIGN, op, lhs, o,
		 op == OPERATION_POINTER_PLUS ? 2 : 1)->type
    = m->pointer_type;
}

static uint32_t
call (struct maker *m, uint32_t block, uint32_t decl, uint32_t a, uint32_t b,
      uint32_t n)
{
  uint32_t o[4] = { OPERAND (OPERAND_DECL, decl), a, b,
		    cfg_number (&m->c, 8 * CELLS) };
  uint32_t lhs = pointer_name (m);
  struct snap_statement *t
    = cfg_statement (&m->c, block, STATEMENT_CALL, OPERATION_COPY, lhs, o,
		     n + 1);

  t->decl = decl;
  return lhs;
}

static uint32_t
some_name (struct maker *m)
{
  return m->names[below (m, m->n_names)];
}

static uint32_t
some_place (struct maker *m)
{
  uint32_t pointer = below (m, 3) ? some_name (m) : 0;
  uint32_t decl = below (m, 64) < m->openness
		  ? m->global : m->variable[below (m, VARIABLES)];

  return OPERAND (OPERAND_MEMORY,
		  place (m, decl, pointer, (int64_t) below (m, CELLS), 8));
}

static void
add_statement (struct maker *m, uint32_t block)
{
  uint32_t name = 0, a;

  switch (below (m, 10))
    {
    case 0:
    case 1:
      name = pointer_name (m);
      a = place (m, m->variable[below (m, VARIABLES)], 0,
		 (int64_t) below (m, CELLS), 8);
      assign (m, block, OPERATION_COPY, name, OPERAND (OPERAND_ADDRESS, a), 0);
      break;
    case 2:
      name = pointer_name (m);
      a = below (m, 3) == 0
	  ? m->number : cfg_number (&m->c, 8 * (int64_t) below (m, 5) - 16);
      assign (m, block, OPERATION_POINTER_PLUS, name, some_name (m), a);
      break;
    case 3:
    case 4:
      name = pointer_name (m);
      assign (m, block, OPERATION_COPY, name, some_place (m), 0);
      break;
    case 5:
    case 6:
      assign (m, block, OPERATION_COPY, some_place (m), some_name (m), 0);
      break;
    case 7:
      a = OPERAND (OPERAND_MEMORY,
		   place (m, m->variable[0], some_name (m), 0, 8 * CELLS));
      assign (m, block, OPERATION_COPY,
	      OPERAND (OPERAND_MEMORY,
		       place (m, m->variable[below (m, VARIABLES)], 0, 0,
			      8 * CELLS)), a, 0);
      break;
    case 8:
      name = call (m, block, m->malloc, m->number, 0, 1);
      break;
    default:
      name = below (m, 16) < m->openness
	     ? call (m, block, m->unknown, some_name (m), 0, 1)
	     : call (m, block, m->memcpy, some_name (m), some_name (m), 3);
      break;
    }
  if (name)
    m->names[m->n_names++] = name;
}

/* As random_body_make does it.  */
static void
make_random (struct maker *m)
{
  uint32_t n_blocks = 4 + below (m, 5), common, targets[16][2];

  maker_init (m);
  cfg_edge (&m->c, 0, 2, EDGE_IS_FALLTHRU);
  for (uint32_t i = 2; i < n_blocks; i++)
    {
      targets[i][0] = 3 + below (m, n_blocks - 3);
      do
	targets[i][1] = below (m, 4) ? 3 + below (m, n_blocks - 3) : 1;
      while (targets[i][1] == targets[i][0]);
      cfg_edge (&m->c, i, targets[i][0], EDGE_IS_TRUE);
      cfg_edge (&m->c, i, targets[i][1], EDGE_IS_FALSE);
    }
  m->openness = below (m, 6);
  if (m->openness > 2)
    m->names[m->n_names++] = m->parameter;
  m->names[m->n_names++] = call (m, 2, m->malloc, m->number, 0, 1);
  for (uint32_t i = 0; i < 6; i++)
    add_statement (m, 2);
  common = m->n_names;
  for (uint32_t i = 2; i < n_blocks; i++)
    {
      uint32_t n_preds = 0, o[32];

      m->n_names = common;
      for (uint32_t j = 2; j < n_blocks; j++)
	n_preds += (targets[j][0] == i) + (targets[j][1] == i);
      for (uint32_t j = 0; i > 2 && n_preds && j < 2; j++)
	{
	  uint32_t phi = pointer_name (m);

	  for (uint32_t k = 0; k < n_preds; k++)
	    o[k] = m->names[below (m, common)];
	  cfg_statement (&m->c, i, STATEMENT_PHI, OPERATION_COPY, phi, o,
			 n_preds);
	  m->names[m->n_names++] = phi;
	}
      for (uint32_t j = i > 2 ? below (m, 6) : 0; j > 0; j--)
	add_statement (m, i);
      body_cond (&m->c, i, OPERATION_LESS, m->number, cfg_number (&m->c, 0));
    }
}

/* Running them.  */

enum { NOWHERE = -1, ELSEWHERE = -2 };

/* OFFSET bytes into the instance; or no address, or of something that is no
   instance.  */
struct address
{
  int instance, offset;
};

/* An object while it lives.  Those of VARIABLES, the global and what the
   parameter points to come first.  */
struct instance
{
  uint32_t object;
  bool is_known;		/* By somebody outside.  */
  struct address cell[CELLS];
};

struct run
{
  const struct snapshot *s;
  const struct points_to *p;
  struct maker *m;
  struct address value[MOST_NAMES];
  struct instance instance[MOST_INSTANCES];
  int n_instances;
  struct address nowhere;	/* In the place of memory that is none.  */
};

/* What is told to somebody who tells everybody.  */
static void
tell (struct run *r, struct address a)
{
  struct instance *i;

  if (a.instance < 0 || r->instance[a.instance].is_known)
    return;
  i = &r->instance[a.instance];
  i->is_known = true;
  if (object_is_own (&points_to_objects (r->p)[i->object]))
    ck_assert_uint_ne (points_to_objects (r->p)[i->object].escapes, 0);
  for (int c = 0; c < CELLS; c++)
    tell (r, i->cell[c]);
}

/* What somebody outside may have at hand.  */
static struct address
known_address (struct run *r)
{
  int i = (int) random_below (&r->m->seed, (uint32_t) r->n_instances);

  if (!r->instance[i].is_known)
    return (struct address) { ELSEWHERE, 0 };
  return (struct address) { i, 8 * (int) random_below (&r->m->seed, CELLS) };
}

/* Nobody knows what is done outside.  */
static void
do_anything (struct run *r)
{
  for (int i = 0; i < r->n_instances; i++)
    if (r->instance[i].is_known && random_below (&r->m->seed, 2))
      r->instance[i].cell[random_below (&r->m->seed, CELLS)]
	= known_address (r);
}

/* What is at A.  Where behaviour would be undefined, nothing happens: less than
   may happen is as well in what is said.  */
static struct address *
cell_at (struct run *r, struct address a)
{
  if (a.instance < 0 || a.offset < 0 || a.offset >= 8 * CELLS
      || a.offset % 8 != 0)
    {
      r->nowhere.instance = NOWHERE;
      return &r->nowhere;
    }
  return &r->instance[a.instance].cell[a.offset / 8];
}

static void
check (struct run *r, uint32_t name, struct address a)
{
  uint32_t set = points_to_sets (r->p)[name], object;
  bool own;

  if (a.instance == NOWHERE)
    return;
  object = a.instance < 0 ? 0 : r->instance[a.instance].object;
  own = object_is_own (&points_to_objects (r->p)[object]);
  for (uint32_t i = points_to_first (r->p)[set];
       i < points_to_first (r->p)[set + 1]; i++)
    {
      const struct points_to_target *t = &points_to_targets (r->p)[i];

      if ((t->object == object && (t->offset == OFFSET_UNKNOWN
				   || t->offset == a.offset))
	  || (t->object == 0
	      && (!own || points_to_objects (r->p)[object].escapes)))
	return;
    }
  ck_abort_msg ("name %u is object %u + %d", (unsigned) name,
		(unsigned) object, a.offset);
}

static void
define (struct run *r, uint32_t name, struct address a)
{
  check (r, name, a);
  r->value[name] = a;
}

static struct address
address_of (struct run *r, uint32_t memory)
{
  const struct snap_memory *m = &snapshot_memory (r->s)[memory];
  uint32_t base = operand_index (m->base);
  struct address a = { VARIABLES, (int) (m->offset_bits / 8) };

  if (operand_kind (m->base) == OPERAND_SSA)
    {
      int offset = a.offset;

      a = r->value[base];
      a.offset += offset;
      return a;
    }
  for (int i = 0; i < VARIABLES; i++)
    if (r->m->variable[i] == base)
      a.instance = i;
  return a;
}

static struct address
value_of (struct run *r, uint32_t o)
{
  struct address a;

  switch (operand_kind (o))
    {
    case OPERAND_SSA:
      return r->value[operand_index (o)];
    case OPERAND_ADDRESS:
      return address_of (r, operand_index (o));
    default:
      a = address_of (r, operand_index (o));
      /* Memory elsewhere holds what is known there.  */
      return a.instance == ELSEWHERE ? known_address (r) : *cell_at (r, a);
    }
}

static void
store (struct run *r, struct address to, struct address a)
{
  struct address *cell = to.instance == ELSEWHERE ? NULL : cell_at (r, to);

  if (cell)
    *cell = a;
  if (!cell || (cell != &r->nowhere && r->instance[to.instance].is_known))
    tell (r, a);
}

static void
copy (struct run *r, struct address to, struct address from)
{
  struct address cell[CELLS];

  for (int i = 0; i < CELLS; i++)
    {
      struct address at = { from.instance, from.offset + 8 * i };

      cell[i] = from.instance == ELSEWHERE ? known_address (r)
					   : *cell_at (r, at);
    }
  for (int i = 0; i < CELLS; i++)
    store (r, (struct address) { to.instance, to.offset + 8 * i }, cell[i]);
}

static void
run_call (struct run *r, uint32_t index)
{
  const struct snap_statement *t = &snapshot_statements (r->s)[index];
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  uint32_t name = operand_index (t->lhs);
  struct instance *i;

  switch (snapshot_decls (r->s)[t->decl].builtin)
    {
    case BUILTIN_MALLOC:
      if (r->n_instances == MOST_INSTANCES)
	break;
      i = &r->instance[r->n_instances++];
      memset (i, 0xff, sizeof *i);
      i->is_known = false;
      i->object = points_to_find_object (r->p, OBJECT_ALLOCATED, index);
      define (r, name, (struct address) { r->n_instances - 1, 0 });
      break;
    case BUILTIN_MEMCPY:
      copy (r, value_of (r, o[1]), value_of (r, o[2]));
      define (r, name, value_of (r, o[1]));
      break;
    default:
      tell (r, value_of (r, o[1]));
      do_anything (r);
      define (r, name, known_address (r));
      break;
    }
}

static void
run_assign (struct run *r, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (r->s) + t->first_operand;
  struct address a;

  if (operand_kind (t->lhs) == OPERAND_MEMORY
      && operand_kind (o[0]) == OPERAND_MEMORY)
    {
      copy (r, address_of (r, operand_index (t->lhs)),
	    address_of (r, operand_index (o[0])));
      return;
    }
  a = value_of (r, o[0]);
  if (t->operation == OPERATION_POINTER_PLUS)
    a.offset += o[1] == r->m->number
		? 8 * (int) random_below (&r->m->seed, 7) - 24
		: (int) (int64_t) snapshot_limbs (r->s)
		    [snapshot_constants (r->s)[operand_index (o[1])].first];
  if (operand_kind (t->lhs) == OPERAND_SSA)
    define (r, operand_index (t->lhs), a);
  else
    store (r, address_of (r, operand_index (t->lhs)), a);
}

static void
run_phis (struct run *r, uint32_t block, uint32_t edge)
{
  const struct snap_block *b = &snapshot_blocks (r->s)[block];
  struct address a[2];

  for (uint32_t pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; i < b->n_phis; i++)
      {
	const struct snap_statement *t
	  = &snapshot_statements (r->s)[b->first_statement + i];

	for (uint32_t j = 0; pass == 0 && j < b->n_predecessors; j++)
	  if (snapshot_preds (r->s)[b->first_predecessor + j] == edge)
	    a[i] = value_of (r, snapshot_operands (r->s)
				  [t->first_operand + j]);
	if (pass)
	  define (r, operand_index (t->lhs), a[i]);
      }
}

static void
run_start (struct run *r)
{
  memset (r->value, 0xff, sizeof r->value);
  memset (r->instance, 0xff, sizeof r->instance);
  r->n_instances = VARIABLES + 2;
  for (int i = 0; i < r->n_instances; i++)
    {
      r->instance[i].is_known = i >= VARIABLES;
      for (int c = 0; i >= VARIABLES && c < CELLS; c++)
	r->instance[i].cell[c].instance = ELSEWHERE;
    }
  for (int i = 0; i < VARIABLES; i++)
    r->instance[i].object = points_to_find_object (r->p, OBJECT_VARIABLE,
						   r->m->variable[i]);
  r->instance[VARIABLES].object
    = points_to_find_object (r->p, OBJECT_GLOBAL, r->m->global);
  r->instance[VARIABLES + 1].object
    = points_to_find_object (r->p, OBJECT_PARAMETER,
			     operand_index (r->m->parameter));
  r->value[operand_index (r->m->parameter)]
    = (struct address) { VARIABLES + 1, 0 };
}

static void
run (struct run *r)
{
  uint32_t block = 2, edge = 0;

  run_start (r);
  for (int steps = 0; steps < MOST_STEPS && block != BLOCK_EXIT; steps++)
    {
      const struct snap_block *b = &snapshot_blocks (r->s)[block];

      if (edge)
	run_phis (r, block, edge);
      for (uint32_t i = b->n_phis; i < b->n_statements; i++)
	{
	  uint32_t index = b->first_statement + i;

	  if (snapshot_statements (r->s)[index].code == STATEMENT_CALL)
	    run_call (r, index);
	  else if (snapshot_statements (r->s)[index].code
		   == STATEMENT_ASSIGN)
	    run_assign (r, &snapshot_statements (r->s)[index]);
	}
      edge = b->first_successor + random_below (&r->m->seed, 2);
      block = snapshot_edges (r->s)[edge].destination;
    }
}

START_TEST (test_random_functions)
{
  static struct run r;
  uint32_t n_told_apart = 0;

  for (uint64_t seed = 1; seed <= PROGRAMS; seed++)
    {
      struct maker m = { .seed = seed };
      struct ask a;
      size_t size;

      make_random (&m);
      ask_init (&a, &m.c);
      r.p = ask_value (&a, QUERY_ID_points_to, &size);
      ck_assert (points_to_verify (r.p, size));
      ck_assert (!points_to_verify (r.p, size - 1));
      ck_assert_uint_lt (r.p->n_ssa, MOST_NAMES);
      r.s = a.body;
      r.m = &m;
      for (unsigned i = 0; i < RUNS; i++)
	run (&r);
      for (uint32_t i = 0; i < r.p->n_objects; i++)
	n_told_apart += object_is_own (&points_to_objects (r.p)[i])
			&& !points_to_objects (r.p)[i].escapes;
      ask_release (&a);
    }
  /* It is not just that all escapes.  */
  ck_assert_uint_gt (n_told_apart, PROGRAMS);
}
END_TEST

/* By hand.  */

/* The dumps of both queries about M's function are TEXT and ESCAPES.  */
static void
expect (struct maker *m, const char *text, const char *escapes)
{
  struct ask a;
  char *got = NULL;
  size_t size;
  FILE *file;

  ask_init (&a, &m->c);
  for (unsigned i = 0; i < 2; i++)
    {
      enum query_id query = i ? QUERY_ID_escapes : QUERY_ID_points_to;
      const void *value = ask_value (&a, query, &size);

      ck_assert (i ? escapes_verify (value, size)
		   : points_to_verify (value, size));
      file = open_memstream (&got, &size);
      query_value_print (file, query, a.body, value, 0);
      fclose (file);
      ck_assert_str_eq (got, i ? escapes : text);
      free (got);
    }
  ask_release (&a);
}

/* One block.  */
static void
begin (struct maker *m)
{
  m->seed = 1;
  maker_init (m);
  cfg_parse (&m->c, "0>2 2>1");
}

/* u[1] = &v; a = u[0]; b = u[1]; c = b + 8.  */
START_TEST (test_fields)
{
  struct maker m;
  uint32_t a, b, c;

  begin (&m);
  a = pointer_name (&m);
  b = pointer_name (&m);
  c = pointer_name (&m);
  assign (&m, 2, OPERATION_COPY,
	  OPERAND (OPERAND_MEMORY, place (&m, m.variable[0], 0, 1, 8)),
	  OPERAND (OPERAND_ADDRESS, place (&m, m.variable[1], 0, 0, 8)), 0);
  assign (&m, 2, OPERATION_COPY, a,
	  OPERAND (OPERAND_MEMORY, place (&m, m.variable[0], 0, 0, 8)), 0);
  assign (&m, 2, OPERATION_COPY, b,
	  OPERAND (OPERAND_MEMORY, place (&m, m.variable[0], 0, 1, 8)), 0);
  assign (&m, 2, OPERATION_POINTER_PLUS, c, b, cfg_number (&m.c, 8));
  expect (&m,
	  "p_0(D) leads to parameter p_0(D)\n"
	  "_3 leads to variable v\n"
	  "_4 leads to variable v + 8\n"
	  "variable u + 8 holds variable v\n", "");
}
END_TEST

/* u[0] = &v; g = &u: both get out.  */
START_TEST (test_content)
{
  struct maker m;

  begin (&m);
  assign (&m, 2, OPERATION_COPY,
	  OPERAND (OPERAND_MEMORY, place (&m, m.variable[0], 0, 0, 8)),
	  OPERAND (OPERAND_ADDRESS, place (&m, m.variable[1], 0, 0, 8)), 0);
  assign (&m, 2, OPERATION_COPY,
	  OPERAND (OPERAND_MEMORY, place (&m, m.global, 0, 0, 8)),
	  OPERAND (OPERAND_ADDRESS, place (&m, m.variable[0], 0, 0, 8)), 0);
  expect (&m,
	  "p_0(D) leads to parameter p_0(D)\n"
	  "variable u holds variable v\n",
	  "variable u is stored by statement 1\n"
	  "variable v is stored in what escapes by statement 0\n");
}
END_TEST

/* A pointer that a loop moves: anywhere in its object.  */
START_TEST (test_loop)
{
  struct maker m;
  uint32_t a, phi, next, o[2];

  m.seed = 1;
  maker_init (&m);
  cfg_edge (&m.c, 0, 2, EDGE_IS_FALLTHRU);
  cfg_edge (&m.c, 2, 3, EDGE_IS_FALLTHRU);
  cfg_edge (&m.c, 3, 3, EDGE_IS_TRUE);
  cfg_edge (&m.c, 3, 1, EDGE_IS_FALSE);
  a = call (&m, 2, m.malloc, m.number, 0, 1);
  phi = pointer_name (&m);
  next = pointer_name (&m);
  o[0] = a;
  o[1] = next;
  cfg_statement (&m.c, 3, STATEMENT_PHI, OPERATION_COPY, phi, o, 2);
  assign (&m, 3, OPERATION_POINTER_PLUS, next, phi, cfg_number (&m.c, 8));
  body_cond (&m.c, 3, OPERATION_LESS, m.number, cfg_number (&m.c, 0));
  expect (&m,
	  "p_0(D) leads to parameter p_0(D)\n"
	  "_2 leads to allocated by statement 0\n"
	  "_3 leads to allocated by statement 0 + ?\n"
	  "_4 leads to allocated by statement 0 + ?\n", "");
}
END_TEST

static Suite *
make_suite (void)
{
  Suite *suite = suite_create ("points-to");
  TCase *cases = tcase_create ("points-to");

  tcase_set_timeout (cases, 60);
  tcase_add_test (cases, test_fields);
  tcase_add_test (cases, test_content);
  tcase_add_test (cases, test_loop);
  tcase_add_test (cases, test_random_functions);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (make_suite)
