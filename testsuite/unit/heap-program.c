/* heap-program.c - random programs over pointers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/heap-program.h"

#include <string.h>

#include "testsuite/unit/suite.h"

#define NO_OPERAND OPERAND (OPERAND_NONE, 0)
/* Numbers in conditions are from 0 to this.  */
#define GREATEST 3

enum { NUMBER, POINTER };

/* Two parameters and one more number; a parameter and two more pointers.  */
enum { P, Q, N, A, B, C, VARIABLES };
#define N_NUMBERS 3

static const unsigned variable_type[VARIABLES]
  = { NUMBER, NUMBER, NUMBER, POINTER, POINTER, POINTER };
static const char *const variable_name[VARIABLES]
  = { "p", "q", "n", "a", "b", "c" };

/* What a body in the making has beside its variables; DECLS.  */
struct declared
{
  uint32_t malloc, calloc, free, use, keep, helper;	/* Helper: or NONE.  */
  uint32_t cell;		/* A number in memory.  */
  uint32_t slot;		/* A pointer in memory.  */
};

static const struct declared *
declared (const struct making *p)
{
  return p->extra;
}

static uint32_t
builtin (struct cfg *c, const char *name, enum builtin builtin)
{
  uint32_t decl = cfg_function (c, name);

  builder_decls (&c->builder, decl)->builtin = (uint16_t) builtin;
  return decl;
}

static uint32_t
local (struct making *p, enum snap_decl_kind kind, const char *name,
       unsigned type, uint32_t flags)
{
  struct snap_decl d = { .kind = kind, .type = p->type[type], .flags = flags,
			 .size_bits = type == POINTER ? 64 : 32,
			 .default_def = NONE };

  d.name = builder_string (&p->c.builder, name);
  return builder_add_decls (&p->c.builder, &d);
}

/* What DECL holds on entry.  */
static uint32_t
on_entry (struct making *p, uint32_t decl, unsigned type)
{
  uint32_t name = flow_name (p, type, SSA_IS_DEFAULT);

  builder_ssa (&p->c.builder, operand_index (name))->decl = decl;
  builder_decls (&p->c.builder, decl)->default_def = operand_index (name);
  return name;
}

static uint32_t
any_number (struct making *p)
{
  return p->variable[flow_below (p, N_NUMBERS)];
}

static uint32_t
any_pointer (struct making *p)
{
  return p->variable[A + flow_below (p, VARIABLES - A)];
}

static uint32_t
small_number (struct making *p)
{
  return flow_number (p, NUMBER, (int) flow_below (p, GREATEST + 1));
}

/* The memory of DECL, as KIND says.  */
static uint32_t
memory_of (struct making *p, enum operand_kind kind, uint32_t decl,
	   unsigned type)
{
  struct snap_memory m
    = { .base = OPERAND (OPERAND_DECL, decl), .type = p->type[type],
	.first_step = builder_n_steps (&p->c.builder),
	.size_bits = type == POINTER ? 64 : 32,
	.max_size_bits = type == POINTER ? 64 : 32 };

  return OPERAND (kind, builder_add_memory (&p->c.builder, &m));
}

static uint32_t
behind (struct making *p, uint32_t pointer, unsigned type)
{
  struct snap_step step = { .kind = STEP_DEREFERENCE, .type = p->type[type],
			    .index = NONE };
  struct snap_memory m
    = { .base = pointer, .type = p->type[type], .n_steps = 1,
	.size_bits = type == POINTER ? 64 : 32,
	.max_size_bits = type == POINTER ? 64 : 32 };

  m.first_step = builder_add_steps (&p->c.builder, &step);
  return OPERAND (OPERAND_MEMORY, builder_add_memory (&p->c.builder, &m));
}

/* Variable V becomes OPERATION of OPERANDS.  */
static void
set (struct making *p, uint32_t v, enum operation op, const uint32_t *operands,
     uint32_t n)
{
  p->variable[v] = flow_assign (p, variable_type[v], op, operands, n);
  builder_ssa (&p->c.builder, operand_index (p->variable[v]))->decl
    = p->decl[v];
}

static void
copy (struct making *p, uint32_t v, uint32_t operand)
{
  set (p, v, OPERATION_COPY, &operand, 1);
}

static void
store (struct making *p, uint32_t memory, uint32_t operand, unsigned type)
{
  struct snap_statement *t
    = cfg_statement (&p->c, p->block, STATEMENT_ASSIGN, OPERATION_COPY, memory,
		     &operand, 1);

  t->type = p->type[type];
  t->flags = STATEMENT_HAS_PLACE;
}

/* V (or nobody, if it is VARIABLES) becomes DECL (ARGUMENTS).  */
static void
call (struct making *p, uint32_t v, uint32_t decl, const uint32_t *arguments,
      uint32_t n)
{
  uint32_t o[4] = { OPERAND (OPERAND_DECL, decl) }, lhs = NO_OPERAND;
  struct snap_statement *t;

  memcpy (o + 1, arguments, n * sizeof *o);
  if (v != VARIABLES)
    {
      lhs = p->variable[v] = flow_name (p, variable_type[v], 0);
      builder_ssa (&p->c.builder, operand_index (lhs))->decl = p->decl[v];
    }
  t = cfg_statement (&p->c, p->block, STATEMENT_CALL, OPERATION_COPY, lhs, o,
		     n + 1);
  t->decl = decl;
  t->flags = STATEMENT_HAS_PLACE;
}

static void
change_number (struct making *p)
{
  uint32_t v = flow_below (p, N_NUMBERS), o[2];

  switch (flow_below (p, 6))
    {
    case 0:
      copy (p, v, behind (p, any_pointer (p), NUMBER));
      break;
    case 1:
      copy (p, v, memory_of (p, OPERAND_MEMORY, declared (p)->cell, NUMBER));
      break;
    case 2:
      copy (p, v, any_number (p));
      break;
    case 3:
      o[0] = any_number (p);
      o[1] = flow_number (p, NUMBER, 1);
      set (p, v, flow_below (p, 2) ? OPERATION_PLUS : OPERATION_MINUS, o, 2);
      break;
    default:
      copy (p, v, small_number (p));
      break;
    }
}

static void
change_pointer (struct making *p)
{
  uint32_t v = A + flow_below (p, VARIABLES - A), o[2];

  switch (flow_below (p, 10))
    {
    case 0:
      copy (p, v, flow_number (p, POINTER, 0));
      break;
    case 1:
      copy (p, v, any_pointer (p));
      break;
    case 2:
      copy (p, v, memory_of (p, OPERAND_ADDRESS, declared (p)->cell, NUMBER));
      break;
    case 3:
      copy (p, v, memory_of (p, OPERAND_MEMORY, declared (p)->slot, POINTER));
      break;
    case 4:
      copy (p, v, behind (p, any_pointer (p), POINTER));
      break;
    case 5:
      o[0] = o[1] = flow_number (p, NUMBER, 1);
      o[1] = flow_number (p, NUMBER, 8);
      call (p, v, declared (p)->calloc, o, 2);
      break;
    default:
      o[0] = flow_number (p, NUMBER, 8);
      call (p, v, declared (p)->malloc, o, 1);
      break;
    }
}

static void
change_memory (struct making *p)
{
  switch (flow_below (p, 5))
    {
    case 0:
      store (p, memory_of (p, OPERAND_MEMORY, declared (p)->cell, NUMBER),
	     any_number (p), NUMBER);
      break;
    case 1:
      store (p, memory_of (p, OPERAND_MEMORY, declared (p)->slot, POINTER),
	     any_pointer (p), POINTER);
      break;
    case 2:
      store (p, behind (p, any_pointer (p), POINTER), any_pointer (p),
	     POINTER);
      break;
    default:
      store (p, behind (p, any_pointer (p), NUMBER), any_number (p), NUMBER);
      break;
    }
}

static void
call_something (struct making *p)
{
  uint32_t o[3];

  switch (flow_below (p, 8))
    {
    case 0:
      o[0] = any_number (p);
      call (p, VARIABLES, declared (p)->use, o, 1);
      break;
    case 1:
      o[0] = any_pointer (p);
      call (p, VARIABLES, declared (p)->keep, o, 1);
      break;
    case 2:
    case 3:
      if (declared (p)->helper != NONE)
	{
	  o[0] = any_number (p);
	  o[1] = any_number (p);
	  o[2] = any_pointer (p);
	  call (p, A + flow_below (p, VARIABLES - A), declared (p)->helper, o, 3);
	  break;
	}
      /* FALLTHRU */
    default:
      o[0] = any_pointer (p);
      call (p, VARIABLES, declared (p)->free, o, 1);
      break;
    }
}

static void
make_statement (struct making *p, uint32_t what)
{
  switch (what)
    {
    case 0:
      change_number (p);
      break;
    case 1:
    case 2:
      change_pointer (p);
      break;
    case 3:
      change_memory (p);
      break;
    default:
      call_something (p);
      break;
    }
}

static void
make_condition (struct making *p)
{
  uint32_t o[2];
  enum operation op
    = (enum operation) (OPERATION_LESS + flow_below (p, 6));

  if (flow_below (p, 5) < 2)
    {
      o[0] = any_pointer (p);
      o[1] = flow_below (p, 4) ? flow_number (p, POINTER, 0)
			       : any_pointer (p);
      op = flow_below (p, 2) ? OPERATION_EQUAL : OPERATION_NOT_EQUAL;
    }
  else
    {
      o[0] = any_number (p);
      o[1] = flow_below (p, 4) ? small_number (p) : any_number (p);
    }
  cfg_statement (&p->c, p->block, STATEMENT_COND, op, 0, o, 2)->flags
    = STATEMENT_HAS_PLACE;
}

static uint32_t
make_result (struct making *p)
{
  return flow_below (p, 3) ? any_pointer (p) : flow_number (p, POINTER, 0);
}

static const struct flow_language with_loops
  = { VARIABLES, variable_type, 11, 0, 0, make_statement, make_condition,
      make_result, NULL };
static const struct flow_language without_loops
  = { VARIABLES, variable_type, 9, 0, 0, make_statement, make_condition,
      make_result, NULL };

static void
declare (struct making *p, bool calls_helper, struct declared *d)
{
  struct cfg *c = &p->c;

  d->malloc = builtin (c, "malloc", BUILTIN_MALLOC);
  d->calloc = builtin (c, "calloc", BUILTIN_CALLOC);
  d->free = builtin (c, "free", BUILTIN_FREE);
  d->use = cfg_function (c, "use");
  d->keep = cfg_function (c, "keep");
  d->helper = calls_helper ? cfg_function (c, "helper") : NONE;
  d->cell = local (p, DECL_VARIABLE, "cell", NUMBER,
		   DECL_IS_ADDRESSABLE);
  d->slot = local (p, DECL_VARIABLE, "slot", POINTER,
		   DECL_IS_ADDRESSABLE);
}

/* P, Q and A are parameters; N is 0, B is null, C has no value.  */
static void
begin_variables (struct making *p)
{
  static const uint32_t parameters[] = { P, Q, A };
  struct snapshot *s = &p->c.builder.header;

  s->first_parameter = builder_n_lists (&p->c.builder);
  s->n_parameters = 3;
  for (unsigned i = 0; i < VARIABLES; i++)
    p->decl[i] = local (p, i == P || i == Q || i == A ? DECL_PARAMETER
						      : DECL_VARIABLE,
			variable_name[i], variable_type[i], 0);
  for (unsigned i = 0; i < 3; i++)
    {
      builder_add_lists (&p->c.builder, &p->decl[parameters[i]]);
      p->variable[parameters[i]] = on_entry (p, p->decl[parameters[i]],
					     variable_type[parameters[i]]);
    }
  p->variable[C] = on_entry (p, p->decl[C], POINTER);
  copy (p, N, flow_number (p, NUMBER, 0));
  copy (p, B, flow_number (p, POINTER, 0));
}

static const struct snapshot *
make_function (struct making *p, const char *name, bool has_loops,
	       bool calls_helper, struct arena *arena)
{
  struct snap_type pointer
    = { .kind = SNAP_TYPE_POINTER, .size_bits = 64, .precision = 64,
	.align_bits = 64, .flags = TYPE_IS_UNSIGNED, .element = 0,
	.main_variant = NONE };
  const struct snapshot *s;
  struct declared d;
  uint32_t where = 0;
  const char *wrong;

  cfg_clear_as (&p->c, name);
  p->type[NUMBER] = 0;
  p->type[POINTER] = builder_add_types (&p->c.builder, &pointer);
  p->left = 12;
  declare (p, calls_helper, &d);
  p->extra = &d;
  flow_begin (p, has_loops ? &with_loops : &without_loops);
  begin_variables (p);
  flow_body (p, 0);
  flow_body (p, 0);
  flow_body (p, 0);
  flow_return (p);
  s = cfg_finish (&p->c, arena);
  wrong = snapshot_validate (s, s->size, &where);
  ck_assert_msg (!wrong, "%s at %u", wrong, (unsigned) where);
  ck_assert_uint_le (snapshot_n_statements (s), HEAP_MOST_STATEMENTS);
  return s;
}

void
heap_program_make (struct heap_program *program, uint64_t seed, bool has_loops,
		   struct arena *arena)
{
  struct making p;

  memset (&p, 0, sizeof p);
  p.seed = seed;
  cfg_init (&p.c);
  program->body[HEAP_HELPER] = make_function (&p, "helper", has_loops, false,
					      arena);
  program->body[HEAP_ENTRY] = make_function (&p, "entry", has_loops, true,
					     arena);
  cfg_release (&p.c);
}
