/* memory-descriptor.c - what has become of descriptors.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/memory-claim.h"
#include "passes/memory-summary.h"
#include "passes/memory.h"

#include <string.h>

#include "passes/alias.h"

/* Whether the node VALUE stands for one number as long as the path goes on.  What a
   loop loads by an index may, round by round, come to lie in what is behind the
   array.  */
static bool
is_followed (const struct memory *m, uint32_t value)
{
  enum memory_node_kind kind = memory_kind (&m->values, value);

  return kind == NODE_RESULT || kind == NODE_PARAMETER || kind == NODE_MERGED
	 || (kind == NODE_INITIAL && !memory_goes_round (m));
}

uint32_t
memory_open (struct memory *m, struct memory_state *s, uint32_t statement,
	     uint32_t type, const char *family)
{
  uint32_t value = memory_fresh (m, statement, 0, type);
  struct region_state r = { value, RESOURCE_HELD, 0, 0, 0, 0 };

  memory_assume (m, s, OPERATION_GREATER_EQUAL, type, value,
		 memory_make_small (&m->values, 0), true);
  /* Who does not want to know the number wants it to be taken.  */
  if (operand_kind (snapshot_statements (m->s)[statement].lhs)
      == OPERAND_NONE)
    return value;
  r.family = memory_family (m, family);
  memory_set_region (&m->pool, s, &r);
  memory_note (m, s, PATH_ALLOCATED, statement, value);
  return value;
}

/* Whether VALUE was closed on S's path by STATEMENT: a loop that tries again.  */
static bool
is_closed_by (const struct memory_state *s, uint32_t value, uint32_t statement)
{
  for (const struct memory_path *p = s->path; p; p = p->before)
    if (p->kind == PATH_RELEASED && p->region == value)
      return p->where == statement;
  return false;
}

void
memory_use_descriptor (struct memory *m, struct memory_state *s,
		       uint32_t statement, uint32_t operand, uint32_t value,
		       const struct model_argument *a, const char *name)
{
  struct region_state r;
  struct memory_path *p;

  if (!is_followed (m, value))
    return;
  r = memory_region (s, value);
  r.region = value;
  if (r.resource == RESOURCE_NONE)
    memory_claim (m, s, a->does & MODEL_CLOSES ? SUMMARY_CLOSES
					       : SUMMARY_USES_OPEN,
		  statement, operand, value, 0, 0);
  if (r.resource == RESOURCE_RELEASED)
    {
      if (is_closed_by (s, value, statement))
	return;
      memory_find_named (m, s, a->does & MODEL_CLOSES ? FOUND_DOUBLE_CLOSE
						      : FOUND_USE_AFTER_CLOSE,
			 statement, operand, value, r.family, name);
      memory_lose_descriptor (m, s, value);
      return;
    }
  if (!(a->does & MODEL_CLOSES))
    return;
  r.resource = RESOURCE_RELEASED;
  r.family = memory_family (m, a->family);
  memory_set_region (&m->pool, s, &r);
  p = memory_note (m, s, PATH_RELEASED, statement, value);
  p->name = name;
  p->operand = operand;
}

void
memory_use_passed_descriptor (struct memory *m, struct memory_state *s,
			      uint32_t statement, uint32_t operand,
			      uint32_t value, bool closes)
{
  const struct model_argument a
    = { .does = closes ? MODEL_CLOSES : MODEL_IS_DESCRIPTOR,
	.family = "close" };

  memory_use_descriptor (m, s, statement, operand, value, &a, "close");
}

void
memory_pass_descriptor (struct memory *m, struct memory_state *s,
			uint32_t statement, uint32_t value, bool behind)
{
  enum resource resource;

  /* Most arguments are no descriptors, and a path is long.  */
  if (!is_followed (m, value))
    return;
  resource = (enum resource) memory_region (s, value).resource;
  if (resource != RESOURCE_NONE
      && (behind ? !is_closed_by (s, value, statement)
	  : resource != RESOURCE_RELEASED))
    memory_lose_descriptor (m, s, value);
}

void
memory_lose_descriptor (struct memory *m, struct memory_state *s,
			uint32_t value)
{
  struct region_state r;

  if (!is_followed (m, value))
    return;
  r = memory_region (s, value);
  if (r.resource == RESOURCE_NONE)
    return;
  r.resource = RESOURCE_NONE;
  r.family = 0;
  memory_set_region (&m->pool, s, &r);
}

/* Whether something that outlives the function holds VALUE.  */
static bool
is_kept (struct memory *m, const struct memory_state *s, uint32_t value)
{
  uint32_t n;
  const struct binding *b = memory_bindings (s, &n);

  for (uint32_t i = 0; i < n; i++)
    {
      const struct memory_node *region
	= memory_node (&m->values, b[i].region);

      if (memory_mentions (&m->values, b[i].value, value)
	  && (region->kind != NODE_VARIABLE
	      || snapshot_decls (m->s)[region->a].flags
		 & (DECL_IS_GLOBAL | DECL_IS_STATIC)))
	return true;
    }
  return false;
}

/* Whether VALUE is known to be none of standard input, output and error, which
   are kept on purpose.  */
static bool
may_be_large (struct memory *m, const struct memory_state *s, uint32_t value)
{
  struct range r;

  if (!memory_range (m, s, value, NONE, &r) || r.count == 0)
    return false;
  return integer_compare (r.part[r.count - 1].high, integer_of (2)) > 0;
}

/* Whether the function closes standard input, output or error, so that what it opens
   gets that number.  */
static bool
closes_standard (const struct memory *m)
{
  const struct snapshot *s = m->s;

  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      int64_t number;

      if (t->code == STATEMENT_CALL && t->decl != NONE
	  && call_arguments (t) == 1
	  && strcmp (snapshot_string (s, snapshot_decls (s)[t->decl].name),
		     "close") == 0
	  && constant_value (s, snapshot_operands (s)[t->first_operand + 1],
			     &number)
	  && number >= 0 && number <= 2)
	return true;
    }
  return false;
}

void
memory_check_descriptors (struct memory *m, struct memory_state *s,
			  uint32_t statement, uint32_t returned)
{
  uint32_t n;
  const struct region_state *r = memory_regions (s, &n);

  if (memory_is_main (m))
    return;
  for (uint32_t i = 0; i < n; i++)
    {
      struct region_state lost = r[i];
      const struct memory_node *value
	= memory_node (&m->values, lost.region);

      if (lost.resource != RESOURCE_HELD || value->kind != NODE_RESULT
	  || memory_mentions (&m->values, returned, lost.region)
	  || is_kept (m, s, lost.region)
	  || !may_be_large (m, s, lost.region) || closes_standard (m))
	continue;
      memory_find_named (m, s, FOUND_DESCRIPTOR_LEAK,
			 memory_place_of_loss (m, s, statement),
			 snapshot_statements (m->s)[value->a].lhs, lost.region,
			 lost.family, NULL);
      memory_lose_descriptor (m, s, lost.region);
      r = memory_regions (s, &n);
    }
}
