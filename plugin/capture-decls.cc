/* capture-decls.cc - variables, parameters, functions, labels.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/capture-internal.h"

static enum snap_decl_kind
kind_of (const_tree decl)
{
  switch (TREE_CODE (decl))
    {
    case VAR_DECL: return DECL_VARIABLE;
    case PARM_DECL: return DECL_PARAMETER;
    case RESULT_DECL: return DECL_RESULT;
    case FUNCTION_DECL: return DECL_FUNCTION;
    case LABEL_DECL: return DECL_LABEL;
    case CONST_DECL: return DECL_CONSTANT;
    default: return DECL_OTHER;
    }
}

static uint16_t
normal_builtin (enum built_in_function code)
{
  if (code > BEGIN_SANITIZER_BUILTINS && code < END_SANITIZER_BUILTINS)
    return BUILTIN_SANITIZER;
  switch (code)
    {
#define BUILTIN(NAME, CODE) case CODE: return NAME;
#include "passes/builtin.def"
    default: return BUILTIN_OTHER;
    }
}

static uint16_t
builtin_of (tree decl)
{
  if (!fndecl_built_in_p (decl))
    return BUILTIN_NONE;
  switch (DECL_BUILT_IN_CLASS (decl))
    {
    case BUILT_IN_NORMAL: return normal_builtin (DECL_FUNCTION_CODE (decl));
    case BUILT_IN_MD: return BUILTIN_TARGET;
    default: return BUILTIN_OTHER;
    }
}

static uint32_t
function_flags (tree decl)
{
  uint32_t flags = 0;
  int known = flags_from_decl_or_type (decl);
  if (known & ECF_NORETURN)
    flags |= DECL_IS_NORETURN;
  if (known & ECF_PURE)
    flags |= DECL_IS_PURE;
  if (known & ECF_CONST)
    flags |= DECL_IS_CONST;
  if (known & ECF_LOOPING_CONST_OR_PURE)
    flags |= DECL_IS_LOOPING;
  /* GCC finds out for functions of this unit when it optimises.  */
  if (known & ECF_NOTHROW || !flag_exceptions)
    flags |= DECL_IS_NOTHROW;
  if (known & ECF_LEAF)
    flags |= DECL_IS_LEAF;
  if (known & ECF_MALLOC)
    flags |= DECL_IS_MALLOC;
  if (known & ECF_RETURNS_TWICE)
    flags |= DECL_RETURNS_TWICE;
  if (DECL_DECLARED_INLINE_P (decl))
    flags |= DECL_IS_INLINE;
  if (fndecl_built_in_p (decl)
      && DECL_SOURCE_LOCATION (decl) <= BUILTINS_LOCATION)
    flags |= DECL_IS_UNDECLARED;
  return flags | DECL_IS_GLOBAL;
}

static uint32_t
variable_flags (tree decl)
{
  uint32_t flags = 0;
  if (TREE_STATIC (decl))
    flags |= DECL_IS_STATIC;
  if (TREE_READONLY (decl))
    flags |= DECL_IS_READONLY;
  if (DECL_HARD_REGISTER (decl))
    flags |= DECL_IS_REGISTER;
  if (DECL_THREAD_LOCAL_P (decl))
    flags |= DECL_IS_THREAD_LOCAL;
  if (is_global_var (decl))
    {
      flags |= DECL_IS_GLOBAL;
      if (DECL_INITIAL (decl) && DECL_INITIAL (decl) != error_mark_node)
	flags |= DECL_HAS_INITIALIZER;
    }
  return flags;
}

static uint32_t
decl_flags (tree decl)
{
  uint32_t flags = 0;
  switch (TREE_CODE (decl))
    {
    case FUNCTION_DECL:
      flags = function_flags (decl);
      break;
    case VAR_DECL:
      flags = variable_flags (decl);
      break;
    case PARM_DECL:
    case RESULT_DECL:
      if (DECL_BY_REFERENCE (decl))
	flags |= DECL_IS_BY_REFERENCE;
      if (TREE_READONLY (decl))
	flags |= DECL_IS_READONLY;
      break;
    case CONST_DECL:
      flags = DECL_IS_GLOBAL | DECL_IS_STATIC | DECL_IS_READONLY;
      break;
    default:
      break;
    }
  if (flags & DECL_IS_GLOBAL && TREE_CODE (decl) != CONST_DECL)
    {
      if (TREE_PUBLIC (decl))
	flags |= DECL_IS_PUBLIC;
      if (DECL_EXTERNAL (decl))
	flags |= DECL_IS_EXTERNAL;
      if (DECL_WEAK (decl))
	flags |= DECL_IS_WEAK;
      if (DECL_COMDAT (decl))
	flags |= DECL_IS_COMDAT;
    }
  else if (TREE_ADDRESSABLE (decl))
    /* Of a global that says what other functions do.  */
    flags |= DECL_IS_ADDRESSABLE;
  if (TREE_CODE (decl) != FUNCTION_DECL && TREE_THIS_VOLATILE (decl))
    flags |= DECL_IS_VOLATILE;
  if (DECL_ARTIFICIAL (decl))
    flags |= DECL_IS_ARTIFICIAL;
  if (DECL_IGNORED_P (decl))
    flags |= DECL_IS_IGNORED;
  if (adapter_no_warning (decl, OPT_Wuninitialized))
    flags |= DECL_NO_WARNING_UNINIT;
  if (TREE_CODE (decl) == FUNCTION_DECL
      && adapter_no_warning (decl, OPT_Wreturn_type))
    flags |= DECL_NO_WARNING_RETURN;
  return flags;
}

static void
fill_symbol (struct capture *c, tree decl, struct snap_decl *d)
{
  const char *scope = capture_scope (decl);
  d->scope = builder_string (&c->builder, scope);
  const char *symbol = capture_symbol (c, decl);
  d->assembler_name = builder_string (&c->builder, symbol);
  d->symbol = builder_symbol (symbol, scope);
}

uint32_t
capture_decl (struct capture *c, tree decl)
{
  uint32_t index = tree_table_get (&c->decls, decl);
  if (index != NONE)
    return index;
  struct snap_decl d;
  memset (&d, 0, sizeof d);
  d.kind = kind_of (decl);
  d.flags = decl_flags (decl);
  d.default_def = NONE;
  d.size_bits = SIZE_UNKNOWN;
  d.name = builder_string (&c->builder, capture_decl_name (c, decl));
  if (TREE_CODE (decl) == FUNCTION_DECL || VAR_P (decl))
    {
      if (d.flags & DECL_IS_GLOBAL)
	fill_symbol (c, decl, &d);
      bool function = TREE_CODE (decl) == FUNCTION_DECL;
      if (function)
	d.builtin = builtin_of (decl);
      struct snap_attribute callback;
      bool is_callback = decl == c->decl
			 && capture_callback (c, decl, &callback);
      struct buffer held = BUFFER_INIT;
      uint32_t n_held = function ? 0 : capture_table (c, decl, &held);
      capture_attributes (c, DECL_ATTRIBUTES (decl), NULL_TREE,
			  function ? decl : NULL_TREE,
			  &d.first_attribute, &d.n_attributes);
      if (is_callback)
	{
	  builder_add_attributes (&c->builder, &callback);
	  d.n_attributes++;
	}
      for (uint32_t i = 0; i < n_held; i++)
	builder_add_attributes (&c->builder,
				(const struct snap_attribute *) held.bytes + i);
      d.n_attributes += n_held;
      buffer_release (&held);
    }
  else
    d.first_attribute = builder_n_attributes (&c->builder);
  if (CODE_CONTAINS_STRUCT (TREE_CODE (decl), TS_DECL_COMMON)
      && TREE_CODE (decl) != FUNCTION_DECL
      && DECL_SIZE (decl) && tree_fits_uhwi_p (DECL_SIZE (decl)))
    d.size_bits = tree_to_uhwi (DECL_SIZE (decl));
  d.type = capture_type (c, TREE_TYPE (decl));

  index = builder_add_decls (&c->builder, &d);
  buffer_add (&c->decl_trees, &decl, sizeof decl);
  uint32_t none = NONE;
  buffer_add (&c->decl_memory, &none, sizeof none);
  tree_table_add (&c->decls, decl, index);
  return index;
}

static void
add_parameter (struct capture *c, tree parameter, bool chain)
{
  uint32_t index = capture_decl (c, parameter);
  struct snap_decl *d = builder_decls (&c->builder, index);
  if (chain)
    d->flags |= DECL_IS_STATIC_CHAIN;
  if (c->fun && TREE_CODE (parameter) == PARM_DECL
      && (POINTER_TYPE_P (TREE_TYPE (parameter))
	  || TREE_CODE (TREE_TYPE (parameter)) == OFFSET_TYPE)
      && nonnull_arg_p (parameter))
    d->flags |= DECL_IS_NONNULL_PARAMETER;
  scratch_push (c, index);
}

void
capture_signature (struct capture *c)
{
  struct snapshot *header = &c->builder.header;
  size_t mark = scratch_mark (c);
  for (tree p = DECL_ARGUMENTS (c->decl); p; p = DECL_CHAIN (p))
    add_parameter (c, p, false);
  scratch_to_lists (c, mark, &header->first_parameter,
		    &header->n_parameters);
  tree chain = c->fun ? c->fun->static_chain_decl : NULL_TREE;
  if (chain)
    {
      add_parameter (c, chain, true);
      c->scratch.size = mark;
    }
  tree result = DECL_RESULT (c->decl);
  header->result = result ? capture_decl (c, result) : NONE;
}
