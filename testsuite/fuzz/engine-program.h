/* engine-program.h - the little programs that answer a fuzzer's queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The same interpreter runs for the engine and for the direct evaluator; what
   differs is who is asked.  */

#ifndef FUZZ_ENGINE_PROGRAM_H
#define FUZZ_ENGINE_PROGRAM_H

#include "testsuite/fuzz/engine-case.h"

/* A value: that many words.  */
struct words
{
  uint32_t n;
  uint32_t word[WORDS_MOST];
};

/* Who is asked.  Each returns false if the program has to be left.  */
struct asker
{
  const struct fuzz_case *c;
  bool (*get) (struct asker *a, unsigned query, unsigned key,
	       struct words *value);
  bool (*ensure) (struct asker *a, unsigned query, unsigned key);
  bool (*each) (struct asker *a, unsigned query, const uint8_t *keys,
		unsigned count);
  bool (*steal) (struct asker *a, unsigned query, unsigned key,
		 struct words *value);
  bool (*bug) (struct asker *a);
  void (*give_up) (struct asker *a);
  bool local;			/* The own key.  */
  bool external;		/* The external provider.  */
  uint32_t untracked;
};

/* The value of QUERY of KEY.  False if it was left.  */
bool program_run (struct asker *a, unsigned query, unsigned key,
		  struct words *value);

/* The value that a member of a ring has.  */
void program_recover (const struct fuzz_case *c, unsigned query, unsigned key,
		      struct words *value);

/* What an input is whose number is SETTING.  */
void input_value (const struct fuzz_case *c, unsigned setting,
		  struct words *value);

uint32_t words_sum (const struct fuzz_case *c, const struct words *value);
uint64_t words_hash (const struct words *value);

/* query_kind.cache_if of ROW.  */
bool worth_caching (const struct query_row *row, const struct words *value);

#endif
