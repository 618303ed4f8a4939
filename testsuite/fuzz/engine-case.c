/* engine-case.c - keys of a case, and a case as text.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The text is lines of a word and numbers; what is zero throughout is left
   out.  `#' begins a remark.  */

#include "testsuite/fuzz/engine-case.h"

#include <inttypes.h>
#include <string.h>

static const char *const spelling[] = {
#define STATEMENT(NAME, SPELLING) SPELLING,
  FUZZ_STATEMENTS
#undef STATEMENT
};

static const char *const kind_names[] = {
#define SIMPLE_KEY(NAME, NOUN) #NAME,
#define TUPLE_KEY(NAME, FIRST, SECOND) #NAME,
#include "queries/keys.def"
};

static const char *const step_names[] = {
  "nothing", "set", "local", "untracked", "session"
};

unsigned
kind_of_part (unsigned kind, unsigned part)
{
  switch (kind)
    {
#define TUPLE_KEY(NAME, FIRST, SECOND) \
    case KEY_##NAME: \
      return part == 0 ? KEY_##FIRST : KEY_##SECOND;
#include "queries/keys.def"
    default:
      return kind;
    }
}

bool
key_exists (const struct fuzz_case *c, unsigned kind, unsigned key,
	    bool known)
{
  if (kind_is_pair (kind))
    return key_exists (c, kind_of_part (kind, 0),
		       number_of_part (kind, key, 0), known)
	   && key_exists (c, kind_of_part (kind, 1),
			  number_of_part (kind, key, 1), known);
  return key < (known ? c->known : c->universe)[kind];
}

#define IDENTITY_MAGIC UINT64_C (0x66757a7a00000000)

struct fingerprint
identity_of (unsigned kind, unsigned key)
{
  uint64_t high = IDENTITY_MAGIC | kind << 8 | key;
  return (struct fingerprint) { mix (high), high };
}

unsigned
number_of_identity (struct fingerprint identity)
{
  return (unsigned) (identity.high & 0xff) % KEYS_SIMPLE;
}

static void
write_statement (const struct statement *s, FILE *file)
{
  const uint8_t *k = (const uint8_t *) &s->key;
  const uint8_t *l = (const uint8_t *) &s->list_key;
  fprintf (file, "  %-11s %d %d  %2d %2d  %d %d ", spelling[s->operation],
	   s->to, s->from, s->query, s->list, s->a, s->b);
  for (unsigned i = 0; i < sizeof s->key; i++)
    fprintf (file, " %d", k[i]);
  fputc (' ', file);
  for (unsigned i = 0; i < sizeof s->list_key; i++)
    fprintf (file, " %d", l[i]);
  fputc ('\n', file);
}

static void
write_flags (uint32_t flags, FILE *file)
{
  static const char *const names[] = {
    "input", "cache_on_disk", "eval_always", "no_hash", "anon", "ensure_only",
    "separate_extern", "steal", "cycle_default"
  };
  fputs ("  #", file);
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    if (flags >> i & 1)
      fprintf (file, " %s", names[i]);
  fputc ('\n', file);
}

static void
write_query (const struct fuzz_case *c, unsigned q, FILE *file)
{
  const struct query_row *row = &c->query[q];
  fprintf (file, "query %u  %s %u %d %d %d", q, kind_names[row->key],
	   row->flags, row->depth_limit, row->cache_if, row->verify);
  write_flags (row->flags, file);
  for (unsigned i = 0; i < STATEMENTS_MOST; i++)
    if (row->statement[i].operation != DO_NOTHING)
      write_statement (&row->statement[i], file);
}

static void
write_step (const struct step *s, FILE *file)
{
  const uint8_t *b = (const uint8_t *) s;
  if (s->kind == STEP_NOTHING)
    return;
  fprintf (file, "step %-9s", step_names[s->kind]);
  unsigned n = s->kind == STEP_SESSION ? sizeof *s : 5;
  for (unsigned i = 1; i < n; i++)
    fprintf (file, " %d", b[i]);
  fputc ('\n', file);
}

void
case_write (const struct fuzz_case *c, FILE *file)
{
  fprintf (file, "case %" PRIu64 "  %d %d %d %d %d %d %d", c->seed, c->modulus,
	   c->initial, c->threads, c->locals, c->anonymous, c->cyclic,
	   c->burn);
  fputs ("  # modulus initial threads locals anonymous cyclic burn\n",
	 file);
  for (unsigned k = 0; k < SIMPLE_KINDS; k++)
    fprintf (file, "keys %s %d %d %d%s", kind_names[k], c->known[k],
	     c->universe[k], c->contents[k],
	     k == 0 ? "  # known universe contents\n" : "\n");
  fputs ("# to from  query list  a b  key: origins registers addends"
	 "  list's key\n", file);
  for (unsigned q = 0; q < QUERIES_MOST; q++)
    if (c->query[q].used)
      write_query (c, q, file);
  for (unsigned i = 0; i < c->n_roots; i++)
    fprintf (file, "root %d %d\n", c->root_query[i], c->root_key[i]);
  fputs ("# units query key value  roots try-green prefetch order load save"
	 " damage verify session check-inputs join-first\n", file);
  for (unsigned i = 0; i < STEPS_MOST; i++)
    write_step (&c->step[i], file);
}

/* Reading.  */

static int
index_of (const char *name, const char *const *names, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    if (strcmp (name, names[i]) == 0)
      return (int) i;
  return -1;
}

/* COUNT numbers below 256 of TEXT, which is advanced.  */
static bool
read_bytes (const char **text, uint8_t *bytes, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    {
      int used;
      unsigned number;
      if (sscanf (*text, " %u%n", &number, &used) != 1 || number > 255)
	return false;
      *text += used;
      bytes[i] = (uint8_t) number;
    }
  return true;
}

/* Where the reader is.  */
struct reading
{
  struct fuzz_case *c;
  unsigned query, statement, step;
};

static bool
read_query (struct reading *r, const char *text)
{
  char name[32];
  int used, kind;
  unsigned q, flags;
  if (sscanf (text, "%u %31s %u%n", &q, name, &flags, &used) != 3
      || q >= QUERIES_MOST
      || (kind = index_of (name, kind_names, KEY_KINDS)) < 0)
    return false;
  struct query_row *row = &r->c->query[q];
  text += used;
  row->used = 1;
  row->key = (uint8_t) kind;
  row->flags = flags;
  r->query = q;
  r->statement = 0;
  return read_bytes (&text, &row->depth_limit, 1)
	 && read_bytes (&text, &row->cache_if, 1)
	 && read_bytes (&text, &row->verify, 1);
}

static bool
read_step (struct reading *r, const char *text)
{
  char name[32];
  int used, kind;
  if (sscanf (text, "%31s%n", name, &used) != 1 || r->step == STEPS_MOST
      || (kind = index_of (name, step_names, STEP_KINDS)) < 0)
    return false;
  struct step *s = &r->c->step[r->step++];
  text += used;
  s->kind = (uint8_t) kind;
  return read_bytes (&text, (uint8_t *) s + 1,
		     kind == STEP_SESSION ? sizeof *s - 1 : 4);
}

static bool
read_statement (struct reading *r, unsigned operation, const char *text)
{
  if (r->statement == STATEMENTS_MOST)
    return false;
  struct statement *s = &r->c->query[r->query].statement[r->statement++];
  s->operation = (uint8_t) operation;
  return read_bytes (&text, (uint8_t *) s + 1, sizeof *s - 1);
}

static bool
read_line (struct reading *r, const char *word, const char *text)
{
  struct fuzz_case *c = r->c;
  char name[32];
  int used, kind;
  if (strcmp (word, "query") == 0)
    return read_query (r, text);
  if (strcmp (word, "step") == 0)
    return read_step (r, text);
  if (strcmp (word, "case") == 0)
    {
      if (sscanf (text, "%" SCNu64 "%n", &c->seed, &used) != 1)
	return false;
      text += used;
      return read_bytes (&text, &c->modulus, 7);
    }
  if (strcmp (word, "root") == 0)
    return c->n_roots < ROOTS_MOST
	   && read_bytes (&text, &c->root_query[c->n_roots], 1)
	   && read_bytes (&text, &c->root_key[c->n_roots++], 1);
  if (strcmp (word, "keys") == 0)
    {
      if (sscanf (text, "%31s%n", name, &used) != 1
	  || (kind = index_of (name, kind_names, SIMPLE_KINDS)) < 0)
	return false;
      text += used;
      return read_bytes (&text, &c->known[kind], 1)
	     && read_bytes (&text, &c->universe[kind], 1)
	     && read_bytes (&text, &c->contents[kind], 1);
    }
  kind = index_of (word, spelling, OPERATIONS);
  return kind >= 0 && read_statement (r, (unsigned) kind, text);
}

bool
case_read (struct fuzz_case *c, FILE *file, unsigned *line)
{
  char text[512], word[32];
  struct reading r = { c, 0, 0, 0 };
  memset (c, 0, sizeof *c);
  for (*line = 1; fgets (text, sizeof text, file); ++*line)
    {
      int used;
      char *remark = strchr (text, '#');
      if (remark)
	*remark = '\0';
      if (sscanf (text, "%31s%n", word, &used) == 1
	  && !read_line (&r, word, text + used))
	return false;
    }
  return case_valid (c);
}
