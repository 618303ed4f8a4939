/* capture-line.cc - arguments that are the number of their line.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   assert and its kin hand __LINE__ to a function.  As a number it would make
   another body of every function that has one, whenever a line is added above
   it, though nothing is different but the place, which is kept outside the
   snapshot anyway.  So such an argument is captured as a value that nobody
   knows.

   GIMPLE has only the number.  It is taken for __LINE__ if it is that of the
   line where the call is, or where the outermost macro is that the call comes
   from; and if the call is spelled in the definition of a macro that uses
   __LINE__, or that line of the source has __LINE__ or such a macro in it (calls
   in arguments of calls have the place of the outer one).  Of several arguments
   the last.  The source is looked at only for numbers that fit.  */

#include "plugin/capture-internal.h"

#include "cpplib.h"

/* Macros in definitions of macros that are looked at.  */
#define MOST_NESTED 4

/* Answers by macro: assert is used often.  */
#define CACHE_SIZE 256

static struct
{
  const cpp_hashnode *macro;
  bool uses_line;
} cache[CACHE_SIZE];

static bool uses_line (cpp_hashnode *macro, unsigned depth);

static bool
definition_uses_line (const cpp_macro *definition, unsigned depth)
{
  if (definition->kind != cmk_macro || definition->lazy)
    return false;
  for (unsigned i = 0; i < definition->count; i++)
    {
      const cpp_token *token = &definition->exp.tokens[i];
      if (token->type == CPP_NAME
	  && uses_line (token->val.node.node, depth + 1))
	return true;
    }
  return false;
}

static bool
uses_line (cpp_hashnode *macro, unsigned depth)
{
  if (cpp_builtin_macro_p (macro))
    return macro->value.builtin == BT_SPECLINE;
  return depth < MOST_NESTED && cpp_user_macro_p (macro)
	 && definition_uses_line (macro->value.macro, depth);
}

static bool
macro_uses_line (cpp_hashnode *macro)
{
  auto *entry = &cache[((uintptr_t) macro >> 4) % CACHE_SIZE];
  if (entry->macro != macro)
    {
      entry->uses_line = uses_line (macro, 0);
      entry->macro = macro;
    }
  return entry->uses_line;
}

/* Whether LOCATION is of a token in the definition of a macro that uses
   __LINE__, itself or in what it is used in.  */
static bool
is_in_line_macro (location_t location)
{
  while (linemap_location_from_macro_definition_p (line_table, location))
    {
      const line_map_macro *map
	= linemap_check_macro (linemap_lookup (line_table, location));
      if (macro_uses_line (map->macro))
	return true;
      location = map->expansion;
    }
  return false;
}

/* Whether the LENGTH letters at WORD are __LINE__ or a macro that uses it.  */
static bool
word_uses_line (const char *word, size_t length)
{
  char name[64];
  if (length >= sizeof name)
    return false;
  memcpy (name, word, length);
  name[length] = '\0';
  tree identifier = maybe_get_identifier (name);
  return identifier
	 && macro_uses_line (CPP_HASHNODE (GCC_IDENT_TO_HT_IDENT (identifier)));
}

static bool
is_in_line_source (expanded_location place)
{
  char_span text = place.file ? location_get_source_line (place.file,
							  place.line)
			      : char_span (NULL, 0);
  const char *letters = text.get_buffer ();
  for (size_t i = 0; letters && i < text.length ();)
    {
      size_t start = i;
      while (i < text.length () && (ISALNUM (letters[i]) || letters[i] == '_'))
	i++;
      if (i > start && word_uses_line (letters + start, i - start))
	return true;
      i += i == start;
    }
  return false;
}

unsigned
capture_line_argument (const gcall *call)
{
  unsigned count = gimple_call_num_args (call), found = count;
  location_t location = LOCATION_LOCUS (gimple_location (call));
  expanded_location use = {};
  for (unsigned i = count; i-- > 0 && found == count;)
    {
      tree argument = gimple_call_arg (call, i);
      if (TREE_CODE (argument) != INTEGER_CST)
	continue;
      if (!use.line)
	use = expand_location (linemap_resolve_location
			       (line_table, location,
				LRK_MACRO_EXPANSION_POINT, NULL));
      if (use.line > 0 && compare_tree_int (argument, use.line) == 0)
	found = i;
    }
  if (found == count)
    return count;
  if (IS_ADHOC_LOC (location))
    location = get_location_from_adhoc_loc (line_table, location);
  return is_in_line_macro (location) || is_in_line_source (use) ? found
								: count;
}
