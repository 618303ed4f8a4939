/* capture-names.cc - names and symbols, without what the compiler counted.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GCC numbers what it makes over the whole unit (buf.0, D.1234, .Lubsan_data7).
   Such numbers would make a function's bytes depend on what stands before it;
   here they go, and where two symbols would then be one, they are counted
   again within what they belong to.  */

#include "plugin/capture-internal.h"

/* Keep TEXT for KEY until the unit ends.  */
static const char *
remember (struct capture *c, struct tree_table *table, const void *key,
	  const char *text)
{
  size_t at = buffer_add_string (&c->name_text, text);
  tree_table_add (table, key, (uint32_t) at);
  return c->name_text.bytes + at;
}

/* TEXT at OFFSET without each ".123" that is a whole component.  */
static void
strip_numbers (struct buffer *b, size_t offset)
{
  char *to = b->bytes + offset;
  for (const char *from = to; *from;)
    {
      if (*from == '.' && ISDIGIT (from[1]))
	{
	  const char *end = from + 1;
	  while (ISDIGIT (*end))
	    end++;
	  if (*end == '\0' || *end == '.')
	    {
	      from = end;
	      continue;
	    }
	}
      *to++ = *from++;
    }
  *to = '\0';
  b->size = (size_t) (to + 1 - b->bytes);
}

static bool
is_cxx_name (const_tree decl)
{
  return lang_GNU_CXX ()
	 && (TREE_CODE (decl) == FUNCTION_DECL
	     || TREE_CODE (decl) == TYPE_DECL);
}

/* What a constructor for a whole unit is called ends in the name of something
   else of that unit, or in its random seed.  */
static const char unit_constructor[] = "_GLOBAL__sub_";

static bool
is_unit_constructor (const char *name)
{
  return strncmp (name, unit_constructor, sizeof unit_constructor - 1) == 0;
}

/* Keep the letter behind the prefix: I or D.  */
static void
cut_unit_constructor (struct buffer *b, size_t offset)
{
  char *text = b->bytes + offset;
  size_t length = sizeof unit_constructor;
  if (is_unit_constructor (text) && strlen (text) > length)
    {
      text[length] = '\0';
      b->size = offset + length + 1;
    }
}

/* A name with a dot was made by the compiler: no source can spell it.  */
static const char *
strip_to_name_text (struct capture *c, struct tree_table *table,
		    const void *key, const char *text)
{
  size_t at = buffer_add_string (&c->name_text, text);
  strip_numbers (&c->name_text, at);
  cut_unit_constructor (&c->name_text, at);
  tree_table_add (table, key, (uint32_t) at);
  return c->name_text.bytes + at;
}

const char *
capture_decl_name (struct capture *c, tree decl)
{
  tree id = DECL_NAME (decl);
  if (!id || TREE_CODE (id) != IDENTIFIER_NODE)
    return "";
  if (CODE_CONTAINS_STRUCT (TREE_CODE (decl), TS_DECL_WITH_VIS)
      && DECL_NAMELESS (decl)
      && !(VAR_P (decl) && POINTER_TYPE_P (TREE_TYPE (decl))))
    return "";
  if (IDENTIFIER_ANON_P (id))
    return "";
  const char *text = IDENTIFIER_POINTER (id);
  bool cxx = is_cxx_name (decl);
  bool dot = strchr (text, '.') != NULL;
  bool constructor = is_unit_constructor (text);
  if (!cxx && !dot && !constructor)
    return text;
  if (dot && DECL_ARTIFICIAL (decl) && TREE_CODE (decl) != FUNCTION_DECL
      && TREE_CODE (decl) != FIELD_DECL && TREE_CODE (decl) != TYPE_DECL
      && !POINTER_TYPE_P (TREE_TYPE (decl)))
    return "";
  uint32_t known = tree_table_get (&c->names, decl);
  if (known != NONE)
    return c->name_text.bytes + known;
  if (dot || constructor)
    return strip_to_name_text (c, &c->names, decl, text);
  return remember (c, &c->names, decl,
		   lang_hooks.decl_printable_name (decl, 1));
}

const char *
capture_type_name (struct capture *c, tree type)
{
  tree name = TYPE_NAME (type);
  if (!name)
    return "";
  if (TREE_CODE (name) == TYPE_DECL)
    return capture_decl_name (c, name);
  if (TREE_CODE (name) != IDENTIFIER_NODE || IDENTIFIER_ANON_P (name))
    return "";
  const char *text = IDENTIFIER_POINTER (name);
  if (!strchr (text, '.'))
    return text;
  uint32_t known = tree_table_get (&c->names, type);
  if (known != NONE)
    return c->name_text.bytes + known;
  return strip_to_name_text (c, &c->names, type, text);
}

const char *
capture_scope (tree decl)
{
  if (TREE_PUBLIC (decl) || DECL_EXTERNAL (decl))
    return "";
  location_t where = DECL_SOURCE_LOCATION (decl);
  if (where < RESERVED_LOCATION_COUNT)
    return "";
  const char *file = LOCATION_FILE (where);
  return file ? lbasename (file) : "";
}

/* The assembler name if there is one.  Names of what is local to the unit are
   not made here: GCC counts them, and its own count must not change.  */
static const char *
assembler_name (tree decl)
{
  tree id = NULL_TREE;
  if (HAS_DECL_ASSEMBLER_NAME_P (decl) && DECL_ASSEMBLER_NAME_SET_P (decl))
    id = DECL_ASSEMBLER_NAME (decl);
  if (!id)
    id = DECL_NAME (decl);
  if (!id)
    return "";
  const char *text = IDENTIFIER_POINTER (id);
  return *text == '*' ? text + 1 : text;
}

/* The function that DECL is inside of, NULL if none.  A variable that the
   compiler made for one function belongs to that.  */
static tree
owner (struct capture *c, tree decl, const char *name)
{
  tree context = DECL_CONTEXT (decl);
  if (context && TREE_CODE (context) == BLOCK)
    context = decl_function_context (decl);
  if (context && TREE_CODE (context) == FUNCTION_DECL && context != decl)
    return context;
  if (VAR_P (decl) && DECL_ARTIFICIAL (decl) && strchr (name, '.'))
    return c->decl;
  return NULL_TREE;
}

/* The base of DECL's symbol, appended to name_text; *COUNTED is set if other
   declarations can have the same one.  */
static size_t
add_symbol_base (struct capture *c, tree decl, bool *counted)
{
  const char *name = assembler_name (decl);
  tree inside = owner (c, decl, name);
  *counted = inside || strchr (name, '.');
  if (!inside)
    {
      size_t at = buffer_add_string (&c->name_text, name);
      strip_numbers (&c->name_text, at);
      cut_unit_constructor (&c->name_text, at);
      return at;
    }
  /* Made by the compiler: the letters of its name say what it is for.  */
  bool plain = DECL_NAME (decl) && !strchr (name, '.');
  if (DECL_NAME (decl) && !DECL_ARTIFICIAL (decl))
    name = IDENTIFIER_POINTER (DECL_NAME (decl));
  /* first._omp_fn.0 in first.  */
  const char *outer = assembler_name (inside);
  size_t prefix = strlen (outer);
  if (strncmp (name, outer, prefix) == 0 && name[prefix] == '.')
    name += prefix;
  outer = capture_symbol (c, inside);
  size_t at = c->name_text.size;
  buffer_reserve (&c->name_text, strlen (outer) + strlen (name) + 8);
  outer = capture_symbol (c, inside);
  buffer_add_format (&c->name_text, "%s::", outer);
  while (*name == '.')
    name++;
  size_t length = strlen (name);
  if (!plain && DECL_ARTIFICIAL (decl))
    {
      const char *dot = strchr (name, '.');
      if (dot)
	length = (size_t) (dot - name);
      while (length && ISDIGIT (name[length - 1]))
	length--;
    }
  buffer_add (&c->name_text, name, length);
  buffer_add_zero (&c->name_text, 1);
  return at;
}

const char *
capture_symbol (struct capture *c, tree decl)
{
  if (TREE_PUBLIC (decl) || DECL_EXTERNAL (decl))
    {
      if (!DECL_ASSEMBLER_NAME_SET_P (decl) && lang_GNU_CXX ()
	  && DECL_NAME (decl))
	{
	  const char *text = IDENTIFIER_POINTER (DECL_ASSEMBLER_NAME (decl));
	  return *text == '*' ? text + 1 : text;
	}
      return assembler_name (decl);
    }
  uint32_t known = tree_table_get (&c->symbols, decl);
  if (known != NONE)
    return c->name_text.bytes + known;
  bool counted;
  size_t at = add_symbol_base (c, decl, &counted);
  if (counted)
    {
      struct fingerprint f = fingerprint_of_string (c->name_text.bytes + at);
      const void *key = (const void *) (uintptr_t) (f.low | 1);
      uint32_t before = tree_table_get (&c->symbol_counts, key);
      if (before == NONE)
	tree_table_add (&c->symbol_counts, key, 1);
      else
	{
	  c->name_text.size--;
	  buffer_add_format (&c->name_text, "#%u", before);
	  buffer_add_zero (&c->name_text, 1);
	  tree_table_set (&c->symbol_counts, key, before + 1);
	}
    }
  tree_table_add (&c->symbols, decl, (uint32_t) at);
  return c->name_text.bytes + at;
}
