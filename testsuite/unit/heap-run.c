/* heap-run.c - random programs over pointers are run.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/heap-program.h"

#include <string.h>

#include "testsuite/unit/suite.h"

#define MOST_STEPS 300
#define MOST_NAMES 512
#define MOST_OBJECTS 128

enum value_kind { UNDEFINED, NUMBER, POINTER };

struct value
{
  enum value_kind kind;
  int64_t number;		/* Of a pointer: the object; 0: null.  What is
				   not defined is some number or object, too.  */
};

enum object_kind { HEAP, FRAME, CALLERS };

/* Of 64 bits, or of 32.  LOW is what was last written; if that was a number HIGH
   says what lies behind it: 0, part of a pointer, or nothing.  */
struct object
{
  enum object_kind kind;
  bool is_small, is_released, is_gone, is_kept, is_reached;
  bool is_wild;			/* LOW is a pointer, too, without a value.  */
  uint32_t function, statement;	/* Where it was allocated.  */
  struct value low, high;
};

struct run
{
  const struct heap_program *p;
  struct heap_result *result;
  uint64_t dice;
  int steps;
  bool is_steady;		/* What is not defined is the same each time.  */
  bool is_over;			/* Nobody can tell what comes next.  */
  struct object objects[MOST_OBJECTS];
  uint32_t n_objects;
  const struct frame *inner;	/* The innermost.  */
};

struct frame
{
  struct run *run;
  const struct frame *outer;
  const struct snapshot *s;
  uint32_t function;
  uint32_t statement;		/* At hand.  */
  struct value names[MOST_NAMES];
  uint32_t object_of[64];	/* Of its variables, by DECLS; or 0.  */
};

static struct value
number (int64_t n)
{
  return (struct value) { NUMBER, n };
}

static struct value
pointer (uint32_t object)
{
  return (struct value) { POINTER, object };
}

static void
fault (struct frame *f, enum heap_fault kind)
{
  struct heap_result *r = f->run->result;

  r->faults[f->function][f->statement] |= (uint16_t) (1 << kind);
  r->is_faulty = true;
}

static uint32_t
roll (struct frame *f, uint32_t limit)
{
  return random_below (&f->run->dice, limit);
}

/* A number that nobody knows.  */
static int64_t
any (struct frame *f)
{
  return (int64_t) roll (f, 10) - 3;
}

static uint32_t
new_object (struct frame *f, enum object_kind kind)
{
  struct run *r = f->run;
  struct object *o;

  if (r->n_objects == MOST_OBJECTS)
    {
      r->is_over = true;
      return 0;
    }
  o = &r->objects[r->n_objects];
  memset (o, 0, sizeof *o);
  o->kind = kind;
  o->function = f->function;
  o->statement = f->statement;
  o->low.number = any (f);
  return r->n_objects++;
}

/* Something that is there, and nobody knew of.  */
static uint32_t
new_other (struct frame *f)
{
  uint32_t object = new_object (f, CALLERS);

  f->run->objects[object].low = number (any (f));
  f->run->objects[object].high = number (0);
  return object;
}

/* Something of KIND that has no value: any number, null or an object.  */
static struct value
undefined (struct frame *f, enum value_kind kind)
{
  struct value v = { UNDEFINED, 0 };

  if (kind == NUMBER)
    v.number = any (f);
  else if (roll (f, 4) == 0)
    v.number = roll (f, f->run->n_objects);
  else if (roll (f, 2))
    v.number = new_other (f);
  return v;
}

/* V where it matters that it has a value: what it is, whether or not.  */
static struct value
need (struct frame *f, struct value v, enum value_kind kind)
{
  if (v.kind != UNDEFINED)
    return v;
  fault (f, FAULT_UNINITIALIZED);
  if (!f->run->is_steady)
    v = undefined (f, kind);
  return (struct value) { kind, v.number };
}

/* The object that an access of SMALL or 64 bits to what P points to is about; 0:
   none.  */
static uint32_t
reach (struct frame *f, struct value p, bool small)
{
  const struct object *o;

  if (p.kind == POINTER && p.number == 0)
    fault (f, FAULT_NULL);
  p = need (f, p, POINTER);
  if (p.number == 0)
    return 0;
  o = &f->run->objects[p.number];
  if (o->is_released)
    fault (f, FAULT_USE_AFTER_FREE);
  if (o->is_gone)
    fault (f, FAULT_STALE);
  if (o->is_small && !small)
    fault (f, FAULT_OUTSIDE);
  return (uint32_t) p.number;
}

static struct value
read_number (struct frame *f, const struct object *o)
{
  if (o->low.kind == POINTER)
    return number (o->low.number == 0 ? 0 : any (f));
  return o->low;
}

static struct value
read_pointer (struct frame *f, struct object *o)
{
  if (o->low.kind == POINTER)
    return o->low;
  if (o->low.kind == UNDEFINED || o->high.kind == UNDEFINED)
    {
      fault (f, FAULT_UNINITIALIZED);
      if (!o->is_wild)
	o->low = o->high = undefined (f, POINTER);
      o->is_wild = true;
      return o->low;
    }
  if (o->low.number == 0 && o->high.kind == NUMBER)
    return pointer (0);
  /* A number that is a pointer: to something.  */
  o->low = o->high = pointer (new_other (f));
  return o->low;
}

/* The object of a MEMORY operand; 0: null.  */
static uint32_t
object_of (struct frame *f, uint32_t operand, bool *small)
{
  const struct snap_memory *m = &snapshot_memory (f->s)[operand_index (operand)];

  *small = m->size_bits == 32;
  if (operand_kind (m->base) == OPERAND_DECL)
    return f->object_of[operand_index (m->base)];
  return reach (f, f->names[operand_index (m->base)], *small);
}

static struct value
value_of (struct frame *f, uint32_t operand)
{
  const struct snap_constant *c;
  uint32_t object;
  bool small;

  switch (operand_kind (operand))
    {
    case OPERAND_SSA:
      return f->names[operand_index (operand)];
    case OPERAND_CONSTANT:
      c = &snapshot_constants (f->s)[operand_index (operand)];
      return c->type == 0
	     ? number ((int64_t) snapshot_limbs (f->s)[c->first]) : pointer (0);
    case OPERAND_ADDRESS:
      return pointer (object_of (f, operand, &small));
    default:
      object = object_of (f, operand, &small);
      if (object == 0)
	return small ? number (any (f)) : pointer (0);
      return small ? read_number (f, &f->run->objects[object])
		   : read_pointer (f, &f->run->objects[object]);
    }
}

/* What OPERAND, a number or a name, is.  */
static struct value
need_any (struct frame *f, uint32_t operand)
{
  bool is_pointer = operand_kind (operand) == OPERAND_SSA
		    && snapshot_ssa (f->s)[operand_index (operand)].type != 0;

  return need (f, value_of (f, operand), is_pointer ? POINTER : NUMBER);
}

static void
store (struct frame *f, uint32_t operand, struct value v)
{
  bool small;
  uint32_t object = object_of (f, operand, &small);
  struct object *o = &f->run->objects[object];

  if (object == 0)
    return;
  o->is_wild = false;
  if (small && o->low.kind == POINTER)
    o->high = o->low;
  else if (!small)
    o->high = v;
  o->low = v;
}

static void
assign (struct frame *f, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (f->s) + t->first_operand;
  struct value v = value_of (f, o[0]);

  /* Whoever copies what has no value reads it.  */
  if (v.kind == UNDEFINED)
    fault (f, FAULT_UNINITIALIZED);
  if (t->n_operands == 2)
    {
      v = need (f, v, NUMBER);
      v.number += t->operation == OPERATION_PLUS
		  ? value_of (f, o[1]).number : -value_of (f, o[1]).number;
    }
  if (operand_kind (t->lhs) == OPERAND_SSA)
    f->names[operand_index (t->lhs)] = v;
  else
    store (f, t->lhs, v);
}

static bool
is_past (const struct object *o)
{
  return o->is_released || o->is_gone;
}

static bool
compare (struct frame *f, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (f->s) + t->first_operand;
  struct value a = need_any (f, o[0]), b = need_any (f, o[1]);

  /* The address of what is gone may be that of something else by now.  */
  if (a.kind == POINTER && a.number != 0 && b.number != 0
      && (is_past (&f->run->objects[a.number])
	  || is_past (&f->run->objects[b.number])))
    return roll (f, 2);
  switch (t->operation)
    {
    case OPERATION_LESS:
      return a.number < b.number;
    case OPERATION_LESS_EQUAL:
      return a.number <= b.number;
    case OPERATION_GREATER:
      return a.number > b.number;
    case OPERATION_GREATER_EQUAL:
      return a.number >= b.number;
    case OPERATION_EQUAL:
      return a.number == b.number;
    default:
      return a.number != b.number;
    }
}

static void
release (struct frame *f, struct value v)
{
  struct object *o;

  v = need (f, v, POINTER);
  if (v.number == 0)
    return;
  o = &f->run->objects[v.number];
  if (o->is_released)
    fault (f, FAULT_DOUBLE_FREE);
  if (o->kind == FRAME)
    fault (f, FAULT_BAD_FREE);
  o->is_released = true;
}

static struct value
allocate (struct frame *f, bool is_cleared)
{
  uint32_t object;

  if (roll (f, 3) == 0)
    return pointer (0);
  object = new_object (f, HEAP);
  if (is_cleared)
    f->run->objects[object].low = f->run->objects[object].high = number (0);
  return pointer (object);
}

static struct value run_function (struct run *r, uint32_t function,
				  const struct value *arguments);

static void
call (struct frame *f, const struct snap_statement *t)
{
  const uint32_t *o = snapshot_operands (f->s) + t->first_operand;
  const char *name
    = snapshot_string (f->s, snapshot_decls (f->s)[t->decl].name);
  struct value arguments[3], result = { UNDEFINED, 0 };

  for (uint32_t i = 1; i < t->n_operands; i++)
    {
      struct value v = arguments[i - 1] = need_any (f, o[i]);

      if (v.kind == POINTER && f->run->objects[v.number].is_released
	  && strcmp (name, "free") != 0)
	fault (f, FAULT_USE_AFTER_FREE);
    }
  if (strcmp (name, "malloc") == 0 || strcmp (name, "calloc") == 0)
    result = allocate (f, name[0] == 'c');
  else if (strcmp (name, "free") == 0)
    release (f, arguments[0]);
  else if (strcmp (name, "helper") == 0)
    result = run_function (f->run, HEAP_HELPER, arguments);
  else if (strcmp (name, "keep") == 0 && arguments[0].kind == POINTER)
    f->run->objects[arguments[0].number].is_kept |= roll (f, 2);
  if (operand_kind (t->lhs) == OPERAND_SSA)
    f->names[operand_index (t->lhs)] = result;
}

static void
run_phis (struct frame *f, uint32_t block, uint32_t edge)
{
  const struct snap_block *b = &snapshot_blocks (f->s)[block];
  struct value v[MOST_VARIABLES];

  for (uint32_t i = 0; i < b->n_phis; i++)
    for (uint32_t j = 0; j < b->n_predecessors; j++)
      if (snapshot_preds (f->s)[b->first_predecessor + j] == edge)
	v[i] = value_of (f, snapshot_operands (f->s)
			    [snapshot_statements (f->s)[b->first_statement + i]
			     .first_operand + j]);
  for (uint32_t i = 0; i < b->n_phis; i++)
    f->names[operand_index (snapshot_statements (f->s)
			    [b->first_statement + i].lhs)] = v[i];
}

/* The edge on which BLOCK is left; *RESULT, if the function is.  */
static uint32_t
run_block (struct frame *f, uint32_t block, struct value *result)
{
  const struct snap_block *b = &snapshot_blocks (f->s)[block];

  for (uint32_t i = b->n_phis; i < b->n_statements && !f->run->is_over; i++)
    {
      const struct snap_statement *t
	= &snapshot_statements (f->s)[b->first_statement + i];

      f->statement = b->first_statement + i;
      if (t->code == STATEMENT_ASSIGN)
	assign (f, t);
      else if (t->code == STATEMENT_CALL)
	call (f, t);
      else if (t->code == STATEMENT_COND)
	{
	  uint32_t taken = compare (f, t) ? EDGE_IS_TRUE : EDGE_IS_FALSE;

	  return b->first_successor
		 + !(snapshot_edges (f->s)[b->first_successor].flags & taken);
	}
      else
	{
	  *result = value_of (f, snapshot_operands (f->s)[t->first_operand]);
	  if (result->kind == UNDEFINED)
	    fault (f, FAULT_UNINITIALIZED);
	}
    }
  return b->first_successor;
}

static void
make_variables (struct frame *f)
{
  const struct snap_decl *d = snapshot_decls (f->s);

  require (snapshot_n_decls (f->s) <= 64);
  for (uint32_t i = 0; i < snapshot_n_decls (f->s); i++)
    if (d[i].flags & DECL_IS_ADDRESSABLE)
      {
	f->object_of[i] = new_object (f, FRAME);
	f->run->objects[f->object_of[i]].is_small = d[i].size_bits == 32;
      }
}

/* V is known to somebody, and what lies behind it.  */
static void
mark (struct run *r, struct value v)
{
  struct object *o;

  if (v.kind != POINTER || v.number == 0)
    return;
  o = &r->objects[v.number];
  if (o->is_reached)
    return;
  o->is_reached = true;
  if (!o->is_released && !o->is_gone)
    mark (r, o->low);
}

/* What nothing leads to any more.  RESULT is returned; if the run was ended, all
   frames count.  */
static void
find_leaks (struct run *r, struct value result)
{
  for (uint32_t i = 1; i < r->n_objects; i++)
    r->objects[i].is_reached = false;
  mark (r, result);
  for (uint32_t i = 1; i < r->n_objects; i++)
    if (r->objects[i].is_kept || r->objects[i].kind == CALLERS)
      mark (r, pointer (i));
  for (const struct frame *f = r->inner; f; f = f->outer)
    {
      for (uint32_t i = 0; i < snapshot_n_ssa (f->s); i++)
	mark (r, f->names[i]);
      for (uint32_t i = 0; i < snapshot_n_decls (f->s); i++)
	mark (r, pointer (f->object_of[i]));
    }
  for (uint32_t i = 1; i < r->n_objects; i++)
    {
      const struct object *o = &r->objects[i];

      if (o->kind == HEAP && !o->is_released && !o->is_reached)
	r->result->faults[o->function][o->statement] |= 1 << FAULT_LEAK;
    }
}

static struct value
run_function (struct run *r, uint32_t function, const struct value *arguments)
{
  static const struct frame nothing;
  struct value result = { UNDEFINED, 0 };
  struct frame f = nothing;
  uint32_t block = 2, edge = NONE;

  f.run = r;
  f.outer = r->inner;
  f.s = r->p->body[function];
  f.function = function;
  r->inner = &f;
  require (snapshot_n_ssa (f.s) <= MOST_NAMES);
  make_variables (&f);
  for (uint32_t i = 0; i < snapshot_n_ssa (f.s); i++)
    if (snapshot_ssa (f.s)[i].flags & SSA_IS_DEFAULT)
      f.names[i] = undefined (&f, POINTER);
  for (uint32_t i = 0; i < f.s->n_parameters; i++)
    {
      uint32_t decl = snapshot_lists (f.s)[f.s->first_parameter + i];

      f.names[snapshot_decls (f.s)[decl].default_def] = arguments[i];
    }
  while (block != BLOCK_EXIT && !r->is_over)
    {
      if (r->steps++ == MOST_STEPS)
	r->is_over = true;
      if (edge != NONE)
	run_phis (&f, block, edge);
      edge = run_block (&f, block, &result);
      block = snapshot_edges (f.s)[edge].destination;
    }
  if (r->is_over && r->inner == &f)
    find_leaks (r, (struct value) { UNDEFINED, 0 });
  else if (!r->is_over && !f.outer)
    {
      r->inner = NULL;
      find_leaks (r, result);
    }
  for (uint32_t i = 0; i < snapshot_n_decls (f.s); i++)
    r->objects[f.object_of[i]].is_gone = f.object_of[i] != 0;
  r->inner = r->is_over ? NULL : f.outer;
  return result;
}

/* A pointer to what a caller has.  */
static struct value
callers_object (struct run *r, int64_t content, unsigned n_pointers)
{
  uint32_t object = r->n_objects++;
  struct object *o = &r->objects[object];

  o->kind = CALLERS;
  o->low = number (content);
  o->high = number (0);
  if (n_pointers > 1)
    o->low = o->high = callers_object (r, content, n_pointers - 1);
  return pointer (object);
}

void
heap_program_run (const struct heap_program *p,
		  const struct heap_input *input, struct heap_result *result)
{
  struct value arguments[3] = { number (input->number[0]),
				number (input->number[1]), pointer (0) };
  struct run r;

  memset (&r, 0, sizeof r);
  r.p = p;
  r.result = result;
  r.dice = input->dice;
  r.is_steady = random_below (&r.dice, 2);
  r.n_objects = 1;
  result->is_faulty = false;
  if (input->n_pointers > 0)
    arguments[2] = callers_object (&r, input->content, input->n_pointers);
  run_function (&r, input->function, arguments);
}
