/* symbols.h - the variables and functions that bodies mention, and who does.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The values of the queries about symbols.  A symbol is a declaration that
   lives outside of any frame; between bodies it is known by its fingerprint
   (snap_decl.symbol), which is also the identity of its key.

     body_symbols (f)		what f mentions
     symbol_index (unit)	all of that, turned round: big, and another one
				after many an edit; nobody but the three below
				should read it
     symbols (unit)		which symbols there are
     symbol_declaration (s)	what is declared of s
     symbol_users (s)		who does what with s
     symbol_access (f, s)	where f does what with s

   Names are for people: offsets into the text at the value's end.  As in
   values.h values live until the engine ends, and any thread may read them.  */

#ifndef PASSES_SYMBOLS_H
#define PASSES_SYMBOLS_H

#include "queries/query.h"
#include "passes/effects.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum					/* What is done with a symbol.  */
{
  SYMBOL_IS_READ = 1,
  SYMBOL_IS_WRITTEN = 2,
  SYMBOL_HAS_ADDRESS_TAKEN = 4,
  SYMBOL_IS_CALLED = 8,
  /* Mentioned where no effect says how: anything may be done with it.  */
  SYMBOL_HAS_UNKNOWN_USE = 16
};

/* What declarations say.  Where several bodies say different things: a flag
   that promises something is set if all have it, any other if one has it; the
   size is unknown; the kind is DECL_OTHER.  */
struct symbol
{
  struct fingerprint symbol;
  uint64_t size_bits;		/* SIZE_UNKNOWN: incomplete, or a function.  */
  uint32_t flags;		/* DECL_*  */
  uint32_t access;		/* SYMBOL_*, all together.  */
  uint32_t name;		/* TEXT */
  uint16_t builtin;		/* enum builtin */
  uint8_t kind;			/* enum snap_decl_kind */
  uint8_t reserved;
};

struct body_symbols
{
  uint32_t count;
  uint32_t name;		/* TEXT: the function's own.  */
  uint32_t text_size;
  uint32_t reserved;
  /* struct symbol symbol[count]	by fingerprint
     char text[text_size]  */
};

static inline const struct symbol *
body_symbols_array (const struct body_symbols *b)
{
  return (const struct symbol *) (b + 1);
}

static inline const char *
body_symbols_text (const struct body_symbols *b)
{
  return (const char *) (body_symbols_array (b) + b->count);
}

struct symbol_user
{
  struct fingerprint function;	/* Identity of its key.  */
  uint32_t access;		/* SYMBOL_*  */
  uint32_t name;		/* TEXT */
};

struct symbol_index
{
  uint32_t count;
  uint32_t n_users;
  uint32_t text_size;
  uint32_t reserved;
  /* struct symbol symbol[count]	by fingerprint
     struct symbol_user user[n_users]	symbol by symbol, in order of functions
     uint32_t first[count + 1]		of each symbol's users
     char text[text_size]  */
};

static inline const struct symbol *
symbol_index_array (const struct symbol_index *i)
{
  return (const struct symbol *) (i + 1);
}

static inline const struct symbol_user *
symbol_index_users (const struct symbol_index *i)
{
  return (const struct symbol_user *) (symbol_index_array (i) + i->count);
}

static inline const uint32_t *
symbol_index_first (const struct symbol_index *i)
{
  return (const uint32_t *) (symbol_index_users (i) + i->n_users);
}

static inline const char *
symbol_index_text (const struct symbol_index *i)
{
  return (const char *) (symbol_index_first (i) + i->count + 1);
}

/* The symbol's position, or NONE.  O(log n).  */
uint32_t symbol_find (const struct symbol *symbols, uint32_t count,
		      struct fingerprint symbol);

/* INTO is what both say together.  */
void symbol_merge (struct symbol *into, const struct symbol *other);

/* Not who uses them: so it is as it was after most edits.  */
struct listed_symbol
{
  struct fingerprint symbol;
  uint32_t kind;		/* enum snap_decl_kind */
  uint32_t name;		/* TEXT */
};

struct symbol_list
{
  uint32_t count;
  uint32_t text_size;
  /* struct listed_symbol symbol[count]	by fingerprint
     char text[text_size]  */
};

static inline const struct listed_symbol *
symbol_list_array (const struct symbol_list *l)
{
  return (const struct listed_symbol *) (l + 1);
}

static inline const char *
symbol_list_text (const struct symbol_list *l)
{
  return (const char *) (symbol_list_array (l) + l->count);
}

/* Of a symbol that no body mentions: known is 0, and so is the rest.  */
struct symbol_declaration
{
  uint32_t known;
  uint32_t flags;		/* DECL_*  */
  uint64_t size_bits;
  uint16_t kind;		/* enum snap_decl_kind */
  uint16_t builtin;		/* enum builtin */
  uint32_t reserved;
};

struct symbol_users
{
  uint32_t count;
  uint32_t access;		/* SYMBOL_*, all together.  */
  uint32_t text_size;
  uint32_t reserved;
  /* struct symbol_user user[count]	in order of functions
     char text[text_size]  */
};

static inline const struct symbol_user *
symbol_users_array (const struct symbol_users *u)
{
  return (const struct symbol_user *) (u + 1);
}

static inline const char *
symbol_users_text (const struct symbol_users *u)
{
  return (const char *) (symbol_users_array (u) + u->count);
}

struct symbol_use
{
  uint32_t statement;		/* STATEMENTS */
  uint32_t access;		/* SYMBOL_*  */
};

struct symbol_access
{
  uint32_t access;		/* SYMBOL_*, all together.  */
  uint32_t count;
  /* struct symbol_use use[count]	by statement, each once  */
};

static inline const struct symbol_use *
symbol_access_array (const struct symbol_access *a)
{
  return (const struct symbol_use *) (a + 1);
}

/* The declaration of BODY that EFFECT is about, *ACCESS saying what it does
   with it; NONE if it is about none.  */
uint32_t effect_declaration (const struct snapshot *body,
			     const struct effect *effect, uint32_t *access);

/* "read, written", for dumps; at most SYMBOL_ACCESS_TEXT bytes.  */
#define SYMBOL_ACCESS_TEXT 64
void symbol_access_text (char *text, uint32_t access);

#ifdef __cplusplus
}
#endif
#endif
