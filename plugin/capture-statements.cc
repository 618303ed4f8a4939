/* capture-statements.cc - phis and statements.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static uint8_t operation_of[MAX_TREE_CODES];

void
capture_statements_init (void)
{
  memset (operation_of, OPERATION_OTHER, sizeof operation_of);
#define OPERATION(NAME, text, arity, tree_code) \
  operation_of[tree_code] = OPERATION_##NAME;
#include "passes/operation.def"
  operation_of[CONVERT_EXPR] = OPERATION_CONVERT;
}

static inline void
push_operand (struct capture *c, uint32_t operand)
{
  builder_add_operands (&c->builder, &operand);
}

static void
begin (struct capture *c, struct snap_statement *s, enum statement_code code,
       uint32_t block)
{
  memset (s, 0, sizeof *s);
  s->code = code;
  s->block = block;
  s->type = s->vuse = s->vdef = s->decl = NONE;
  s->lhs = OPERAND (OPERAND_NONE, 0);
  s->first_operand = builder_n_operands (&c->builder);
}

static void
define (struct capture *c, uint32_t operand, uint32_t statement)
{
  if (operand_kind (operand) == OPERAND_SSA)
    builder_ssa (&c->builder, operand_index (operand))->definition = statement;
}

static void
finish (struct capture *c, struct snap_statement *s, const gimple *g)
{
  location_t location = gimple_location (g);
  s->n_operands = builder_n_operands (&c->builder) - s->first_operand;
  if (LOCATION_LOCUS (location) != UNKNOWN_LOCATION)
    s->flags |= STATEMENT_HAS_PLACE;
  if (adapter_no_warning (g, OPT_Wuninitialized)
      || (gimple_assign_single_p (g) && EXPR_P (gimple_assign_rhs1 (g))
	  && adapter_no_warning (gimple_assign_rhs1 (g), OPT_Wuninitialized)))
    s->flags |= NO_WARNING_UNINIT;
  if (adapter_no_warning (g, OPT_Wnonnull_compare))
    s->flags |= NO_WARNING_NONNULL_COMPARE;
  if (adapter_no_warning (g, OPT_Wnonnull))
    s->flags |= NO_WARNING_NONNULL;
  uint32_t index = builder_add_statements (&c->builder, s);
  buffer_add (&c->statement_locations, &location, sizeof location);
  define (c, s->lhs, index);
  if (s->vdef != NONE)
    builder_ssa (&c->builder, s->vdef)->definition = index;
  if (s->code == STATEMENT_ASM)
    for (uint32_t i = 0; i < s->n_extra; i++)
      define (c, *builder_operands (&c->builder, s->first_operand + i),
	      index);
}

void
capture_phi (struct capture *c, gphi *phi, uint32_t block)
{
  struct snap_statement s;
  begin (c, &s, STATEMENT_PHI, block);
  if (virtual_operand_p (gimple_phi_result (phi)))
    s.flags |= STATEMENT_IS_VIRTUAL;
  else
    s.type = capture_type (c, TREE_TYPE (gimple_phi_result (phi)));
  s.lhs = capture_operand (c, gimple_phi_result (phi));
  for (unsigned i = 0; i < gimple_phi_num_args (phi); i++)
    {
      add_sparse (&c->operand_locations, builder_n_operands (&c->builder),
		  gimple_phi_arg_location (phi, i));
      push_operand (c, capture_operand (c, gimple_phi_arg_def (phi, i)));
    }
  finish (c, &s, phi);
}

/* What a part of a register's value is made from: the register, and whatever
   chooses the part.  */
static void
push_parts (struct capture *c, tree t)
{
  for (; handled_component_p (t); t = TREE_OPERAND (t, 0))
    if (TREE_CODE (t) == ARRAY_REF || TREE_CODE (t) == ARRAY_RANGE_REF)
      push_operand (c, capture_operand (c, TREE_OPERAND (t, 1)));
  push_operand (c, capture_operand (c, t));
}

static void
assign_constructor (struct capture *c, struct snap_statement *s, tree rhs)
{
  unsigned HOST_WIDE_INT i;
  tree value;
  s->operation = OPERATION_CONSTRUCT;
  FOR_EACH_CONSTRUCTOR_VALUE (CONSTRUCTOR_ELTS (rhs), i, value)
    push_operand (c, capture_operand (c, value));
}

/* One operand that is not simply a register or a constant.  */
static void
assign_single (struct capture *c, struct snap_statement *s, tree rhs)
{
  switch (TREE_CODE (rhs))
    {
    case CONSTRUCTOR:
      assign_constructor (c, s, rhs);
      return;
    case OBJ_TYPE_REF:
      s->operation = OPERATION_REFERENCE_CAST;
      push_operand (c, capture_operand (c, OBJ_TYPE_REF_EXPR (rhs)));
      push_operand (c, capture_operand (c, OBJ_TYPE_REF_OBJECT (rhs)));
      return;
    case REALPART_EXPR:
    case IMAGPART_EXPR:
    case VIEW_CONVERT_EXPR:
    case BIT_FIELD_REF:
    case ARRAY_REF:
    case ARRAY_RANGE_REF:
    case COMPONENT_REF:
      if (capture_is_memory (rhs))
	break;
      s->operation = operation_of[TREE_CODE (rhs)];
      if (handled_component_p (TREE_OPERAND (rhs, 0)))
	s->operation = OPERATION_OTHER;
      push_parts (c, rhs);
      return;
    default:
      break;
    }
  s->operation = OPERATION_COPY;
  push_operand (c, capture_operand (c, rhs));
}

/* A < B ? X : Y, or TRUTH ? X : Y.  */
static void
assign_conditional (struct capture *c, struct snap_statement *s, gassign *g)
{
  tree condition = gimple_assign_rhs1 (g);
  s->operation = OPERATION_CONDITIONAL;
  if (EXPR_P (condition))
    add_sparse (&c->operand_locations, s->first_operand,
		EXPR_LOCATION (condition));
  if (COMPARISON_CLASS_P (condition))
    {
      s->first_extra = operation_of[TREE_CODE (condition)];
      push_operand (c, capture_operand (c, TREE_OPERAND (condition, 0)));
      push_operand (c, capture_operand (c, TREE_OPERAND (condition, 1)));
    }
  else
    {
      s->first_extra = OPERATION_NOT_EQUAL;
      push_operand (c, capture_operand (c, condition));
      tree zero = build_zero_cst (TREE_TYPE (condition));
      push_operand (c, capture_operand (c, zero));
    }
  push_operand (c, capture_operand (c, gimple_assign_rhs2 (g)));
  push_operand (c, capture_operand (c, gimple_assign_rhs3 (g)));
}

static void
capture_assign (struct capture *c, struct snap_statement *s, gassign *g)
{
  enum tree_code code = gimple_assign_rhs_code (g);
  tree lhs = gimple_assign_lhs (g);
  s->type = capture_type (c, TREE_TYPE (lhs));
  s->lhs = capture_operand (c, lhs);
  if (gimple_clobber_p (g))
    s->code = STATEMENT_CLOBBER;
  else if (code == COND_EXPR)
    assign_conditional (c, s, g);
  else if (get_gimple_rhs_class (code) == GIMPLE_SINGLE_RHS)
    assign_single (c, s, gimple_assign_rhs1 (g));
  else
    {
      s->operation = operation_of[code];
      for (unsigned i = 1; i < gimple_num_ops (g); i++)
	push_operand (c, capture_operand (c, gimple_op (g, i)));
    }
}

static uint32_t
call_flags (gcall *g)
{
  uint32_t flags = 0;
  int known = gimple_call_flags (g);
  if (known & ECF_CONST)
    flags |= CALL_IS_CONST;
  if (known & ECF_PURE)
    flags |= CALL_IS_PURE;
  if (known & ECF_LOOPING_CONST_OR_PURE)
    flags |= CALL_IS_LOOPING;
  if (known & ECF_NORETURN)
    flags |= CALL_IS_NORETURN;
  if (known & ECF_NOTHROW || !flag_exceptions)
    flags |= CALL_IS_NOTHROW;
  if (known & ECF_RETURNS_TWICE)
    flags |= CALL_RETURNS_TWICE;
  if (known & ECF_MALLOC)
    flags |= CALL_IS_MALLOC;
  if (known & ECF_LEAF)
    flags |= CALL_IS_LEAF;
  if (gimple_call_internal_p (g))
    flags |= CALL_IS_INTERNAL;
  if (gimple_call_tail_p (g))
    flags |= CALL_IS_TAIL;
  if (gimple_call_alloca_for_var_p (g))
    flags |= CALL_ALLOCA_FOR_VAR;
  return flags;
}

/* A variable without a name is called by its number there.  */
static bool
is_counted_name (tree argument)
{
  if (TREE_CODE (argument) != ADDR_EXPR)
    return false;
  tree string = TREE_OPERAND (argument, 0);
  if (TREE_CODE (string) == ARRAY_REF)
    string = TREE_OPERAND (string, 0);
  if (TREE_CODE (string) != STRING_CST || TREE_STRING_LENGTH (string) < 3)
    return false;
  const char *text = TREE_STRING_POINTER (string);
  return text[0] == 'D' && text[1] == '.';
}

static void
capture_call (struct capture *c, struct snap_statement *s, gcall *g)
{
  tree callee = gimple_call_fndecl (g);
  s->flags |= call_flags (g);
  s->lhs = capture_operand (c, gimple_call_lhs (g));
  if (gimple_call_internal_p (g))
    {
      s->text = builder_string (&c->builder,
				internal_fn_name (gimple_call_internal_fn (g)));
      push_operand (c, OPERAND (OPERAND_NONE, 0));
    }
  else
    {
      s->type = capture_type (c, gimple_call_fntype (g));
      if (callee)
	{
	  s->decl = capture_decl (c, callee);
	  push_operand (c, OPERAND (OPERAND_DECL, s->decl));
	}
      else
	{
	  tree fn = gimple_call_fn (g);
	  if (fn && TREE_CODE (fn) == OBJ_TYPE_REF)
	    fn = OBJ_TYPE_REF_EXPR (fn);
	  push_operand (c, capture_operand (c, fn));
	}
    }
  bool deferred = adapter_is_deferred_init (g);
  unsigned line = capture_line_argument (g);
  for (unsigned i = 0; i < gimple_call_num_args (g); i++)
    {
      tree argument = gimple_call_arg (g, i);
      if (deferred && i == 2 && is_counted_name (argument))
	push_operand (c, capture_opaque (c, "anonymous"));
      else if (i == line)
	push_operand (c, capture_opaque (c, "__LINE__"));
      else
	push_operand (c, capture_operand (c, argument));
    }
  if (gimple_call_chain (g))
    {
      push_operand (c, capture_operand (c, gimple_call_chain (g)));
      s->n_extra = 1;
    }
}

static void
capture_asm (struct capture *c, struct snap_statement *s, gasm *g)
{
  s->text = builder_string (&c->builder, gimple_asm_string (g));
  s->n_extra = gimple_asm_noutputs (g);
  for (unsigned i = 0; i < gimple_asm_noutputs (g); i++)
    push_operand (c, capture_operand (c, TREE_VALUE
					 (gimple_asm_output_op (g, i))));
  for (unsigned i = 0; i < gimple_asm_ninputs (g); i++)
    push_operand (c, capture_operand (c, TREE_VALUE
					 (gimple_asm_input_op (g, i))));
  if (gimple_asm_clobbers_memory_p (g))
    s->flags |= ASM_CLOBBERS_MEMORY;
  if (gimple_asm_volatile_p (g))
    s->flags |= STATEMENT_IS_VOLATILE;
}

static void
capture_switch (struct capture *c, struct snap_statement *s, gswitch *g)
{
  const uint32_t *edge_to = (const uint32_t *) c->edge_to.bytes;
  const uint32_t first_edge
    = builder_blocks (&c->builder, s->block)->first_successor;
  push_operand (c, capture_operand (c, gimple_switch_index (g)));
  s->first_extra = builder_n_cases (&c->builder);
  s->n_extra = gimple_switch_num_labels (g);
  for (unsigned i = 0; i < s->n_extra; i++)
    {
      tree label = gimple_switch_label (g, i);
      struct snap_case k;
      k.low = capture_operand (c, CASE_LOW (label));
      k.high = capture_operand (c, CASE_HIGH (label));
      k.edge = NONE;
      basic_block target = label_to_block (c->fun, CASE_LABEL (label));
      if (target)
	{
	  uint32_t e = edge_to[target->index];
	  if (e != NONE && e >= first_edge)
	    k.edge = e;
	}
      builder_add_cases (&c->builder, &k);
    }
}

/* A statement that is not known: its names are still used and defined.  */
static void
capture_unknown (struct capture *c, struct snap_statement *s, gimple *g)
{
  ssa_op_iter iterator;
  tree name;
  s->code = STATEMENT_OPAQUE;
  s->text = builder_string (&c->builder, gimple_code_name[gimple_code (g)]);
  FOR_EACH_SSA_TREE_OPERAND (name, g, iterator, SSA_OP_DEF)
    s->lhs = capture_operand (c, name);
  FOR_EACH_SSA_TREE_OPERAND (name, g, iterator, SSA_OP_USE)
    push_operand (c, capture_operand (c, name));
}

static void
capture_by_code (struct capture *c, struct snap_statement *s, gimple *g)
{
  switch (gimple_code (g))
    {
    case GIMPLE_ASSIGN:
      s->code = STATEMENT_ASSIGN;
      capture_assign (c, s, as_a <gassign *> (g));
      break;
    case GIMPLE_CALL:
      s->code = STATEMENT_CALL;
      capture_call (c, s, as_a <gcall *> (g));
      break;
    case GIMPLE_COND:
      s->code = STATEMENT_COND;
      s->operation = operation_of[gimple_cond_code (g)];
      push_operand (c, capture_operand (c, gimple_cond_lhs (g)));
      push_operand (c, capture_operand (c, gimple_cond_rhs (g)));
      break;
    case GIMPLE_SWITCH:
      s->code = STATEMENT_SWITCH;
      capture_switch (c, s, as_a <gswitch *> (g));
      break;
    case GIMPLE_GOTO:
      s->code = STATEMENT_GOTO;
      push_operand (c, capture_operand (c, gimple_goto_dest (g)));
      break;
    case GIMPLE_RETURN:
      {
	tree value = gimple_return_retval (as_a <greturn *> (g));
	s->code = STATEMENT_RETURN;
	if (value)
	  push_operand (c, capture_operand (c, value));
	break;
      }
    case GIMPLE_LABEL:
      s->code = STATEMENT_LABEL;
      s->decl = capture_decl (c, gimple_label_label (as_a <glabel *> (g)));
      break;
    case GIMPLE_ASM:
      s->code = STATEMENT_ASM;
      capture_asm (c, s, as_a <gasm *> (g));
      break;
    case GIMPLE_RESX: s->code = STATEMENT_RESX; break;
    case GIMPLE_EH_DISPATCH: s->code = STATEMENT_EH_DISPATCH; break;
    case GIMPLE_PREDICT: s->code = STATEMENT_PREDICT; break;
    case GIMPLE_NOP: s->code = STATEMENT_NOP; break;
    default: capture_unknown (c, s, g); break;
    }
}

void
capture_statement (struct capture *c, gimple *g, uint32_t block)
{
  struct snap_statement s;
  begin (c, &s, STATEMENT_OPAQUE, block);
  capture_by_code (c, &s, g);
  if (gimple_vuse (g))
    s.vuse = capture_ssa (c, gimple_vuse (g));
  if (gimple_vdef (g))
    s.vdef = capture_ssa (c, gimple_vdef (g));
  if (gimple_has_volatile_ops (g))
    s.flags |= STATEMENT_IS_VOLATILE;
  if (stmt_could_throw_p (c->fun, g))
    s.flags |= STATEMENT_CAN_THROW;
  finish (c, &s, g);
}
