/* check-naked.c - a naked function with more than asm.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A naked function has no prologue: there is no frame and nothing is saved, so
   what GCC makes of other statements uses what is not there.  GCC's manual
   allows basic asm only; an operand that is a constant is put into the text and
   does no harm.  */

#include "passes/all.h"
#include "passes/attribute.h"

/* Whether GCC puts OPERAND into an asm's text rather than into a register.  */
static bool
is_text (const struct snapshot *s, uint32_t operand)
{
  const struct snap_memory *m;

  switch (operand_kind (operand))
    {
    case OPERAND_CONSTANT:
    case OPERAND_NONE:
    case OPERAND_OPAQUE:
      return true;
    case OPERAND_DECL:
      return snapshot_decls (s)[operand_index (operand)].flags & DECL_IS_GLOBAL;
    case OPERAND_MEMORY:
    case OPERAND_ADDRESS:
      m = &snapshot_memory (s)[operand_index (operand)];
      return operand_kind (m->base) == OPERAND_CONSTANT
	     || (operand_kind (m->base) == OPERAND_DECL
		 && is_text (s, m->base)
		 && !(m->flags & MEMORY_IS_VARIABLE));
    default:
      return false;
    }
}

static bool
has_operand (const struct snapshot *s, const struct snap_statement *t)
{
  for (uint32_t i = 0; i < t->n_operands; i++)
    if (!is_text (s, snapshot_operands (s)[t->first_operand + i]))
      return true;
  return false;
}

/* Whether T returns nothing, or what an asm has left in the register.  */
static bool
returns_nothing (const struct snapshot *s, const struct snap_statement *t)
{
  uint32_t o;

  if (t->n_operands == 0)
    return true;
  o = snapshot_operands (s)[t->first_operand];
  return operand_kind (o) == OPERAND_NONE
	 || (operand_kind (o) == OPERAND_SSA
	     && snapshot_ssa (s)[operand_index (o)].definition == NONE);
}

/* Whether T needs no code but what the programmer wrote; calls of what GCC or a
   sanitizer adds have no place.  */
static bool
is_harmless (const struct snapshot *s, const struct snap_statement *t)
{
  uint16_t builtin;

  switch (t->code)
    {
    case STATEMENT_ASM:
    case STATEMENT_LABEL:
    case STATEMENT_PREDICT:
    case STATEMENT_NOP:
    case STATEMENT_CLOBBER:
      return true;
    case STATEMENT_PHI:
      return t->flags & STATEMENT_IS_VIRTUAL;
    case STATEMENT_RETURN:
      return returns_nothing (s, t);
    case STATEMENT_CALL:
      builtin = t->decl == NONE ? BUILTIN_NONE
				: snapshot_decls (s)[t->decl].builtin;
      return builtin == BUILTIN_UNREACHABLE || builtin == BUILTIN_TRAP
	     || builtin == BUILTIN_SANITIZER
	     || !(t->flags & STATEMENT_HAS_PLACE);
    default:
      return !(t->flags & STATEMENT_HAS_PLACE);
    }
}

/* The first statement says enough: the others are of the same function.  */
static void
check_body (const struct snapshot *s, struct findings_builder *b)
{
  for (uint32_t i = 0; i < snapshot_n_statements (s); i++)
    {
      const struct snap_statement *t = &snapshot_statements (s)[i];
      bool operand = t->code == STATEMENT_ASM && has_operand (s, t);

      if (!operand && is_harmless (s, t))
	continue;
      findings_add (b, CHECK_naked,
		    operand ? MESSAGE_NAKED_OPERAND : MESSAGE_NAKED_STATEMENT,
		    PLACE (PLACE_STATEMENT, i), 0);
      findings_add (b, CHECK_naked, MESSAGE_DECLARED_HERE,
		    PLACE (PLACE_PROMISE, 0), FINDING_IS_NOTE);
      findings_add_fallback (b, PLACE (PLACE_DECL, s->decl), NONE);
      findings_add_decl (b, s->decl);
      return;
    }
}

void
provide_naked (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const struct snapshot *s = q_body (cx, key);
  struct findings_builder b;

  findings_builder_init (&b);
  if (keeps_own_promises (s)
      && declaration_attribute (s, s->decl, SNAP_ATTRIBUTE_NAKED))
    check_body (s, &b);
  findings_finish (&b, out);
  findings_builder_release (&b);
}
