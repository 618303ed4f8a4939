/* edit.c - one random edit of one of some C files.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   edit [-k KIND] SEED FILE...

   picks one of the files, edits it as SEED says, writes the new text to stdout
   and `FILE LINE KIND' to stderr.  The same seed and files give the same edit
   everywhere.  Whether the result compiles is for the caller to see.  */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "testsuite/edits/edit.h"

/* One edit in so many is of a header.  */
#define HEADERS_ARE_ONE_IN 10

uint64_t
edit_random (struct edit *e, uint64_t below)
{
  /* SplitMix64.  */
  uint64_t z = e->random += UINT64_C (0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return (z ^ (z >> 31)) % below;
}

size_t
edit_pick (struct edit *e, edit_fits *fits)
{
  const struct source *s = e->source;
  size_t seen = 0;
  e->at = NO_TOKEN;
  for (size_t i = 0; i < s->n_tokens; i++)
    if ((e->function == NO_FUNCTION || s->tokens[i].function == e->function)
	&& fits (s, i) && edit_random (e, ++seen) == 0)
      e->at = i;
  return e->at;
}

void
edit_change (struct edit *e, size_t start, size_t end, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  int length = vsnprintf (NULL, 0, format, arguments);
  va_end (arguments);
  char *text = malloc ((size_t) length + 1);
  e->changes = realloc (e->changes, (e->n_changes + 1) * sizeof *e->changes);
  if (!text || !e->changes)
    abort ();
  va_start (arguments, format);
  vsnprintf (text, (size_t) length + 1, format, arguments);
  va_end (arguments);
  e->changes[e->n_changes++]
    = (struct change) { .start = start, .end = end, .text = text };
}

/* Changes come in the order of the text.  */
static void
write_edited (const struct edit *e)
{
  const struct source *s = e->source;
  size_t at = 0;
  for (size_t i = 0; i < e->n_changes; i++)
    {
      const struct change *c = &e->changes[i];
      fwrite (s->text + at, 1, c->start - at, stdout);
      fputs (c->text, stdout);
      at = c->end;
    }
  fwrite (s->text + at, 1, s->size - at, stdout);
}

static bool
is_header (const char *file)
{
  const char *dot = strrchr (file, '.');
  return dot && strcmp (dot, ".h") == 0;
}

static uint64_t
size_of (const char *file)
{
  struct stat st;
  return stat (file, &st) == 0 && st.st_size > 0 ? (uint64_t) st.st_size : 0;
}

/* A file: the larger, the likelier.  */
static const char *
pick_file (struct edit *e, char **files)
{
  uint64_t total[2] = { 0, 0 }, at;
  for (char **file = files; *file; file++)
    total[is_header (*file)] += size_of (*file);
  if (total[0] + total[1] == 0)
    return *files;
  e->header = total[0] == 0
    || (total[1] > 0 && edit_random (e, HEADERS_ARE_ONE_IN) == 0);
  at = edit_random (e, total[e->header]);
  for (char **file = files; ; file++)
    if (is_header (*file) == e->header)
      {
	uint64_t size = size_of (*file);
	if (at < size)
	  return *file;
	at -= size;
      }
}

static bool
fits_file (const struct edit *e, const struct edit_kind *kind)
{
  return kind->in_headers || !e->header;
}

/* An edit of the kind called NAME; NULL: any, drawn again where the file has
   no place for it.  */
static const struct edit_kind *
make (struct edit *e, const char *name)
{
  unsigned total = 0;
  for (size_t i = 0; i < n_edit_kinds; i++)
    if (fits_file (e, &edit_kinds[i]))
      total += edit_kinds[i].weight;
  for (unsigned tries = 0; tries < 1000; tries++)
    {
      uint64_t at = edit_random (e, total);
      for (const struct edit_kind *k = edit_kinds;
	   k < edit_kinds + n_edit_kinds; k++)
	{
	  if (name ? strcmp (name, k->name) != 0 : !fits_file (e, k))
	    continue;
	  if (!name && at >= k->weight)
	    {
	      at -= k->weight;
	      continue;
	    }
	  e->function = NO_FUNCTION;
	  if (k->make (e))
	    return k;
	  break;
	}
    }
  return NULL;
}

int
main (int argc, char **argv)
{
  const char *kind_name = NULL;
  if (argc > 2 && strcmp (argv[1], "-k") == 0)
    {
      kind_name = argv[2];
      argv += 2;
      argc -= 2;
    }
  if (argc < 3)
    {
      fprintf (stderr, "usage: edit [-k KIND] SEED FILE...\n");
      return 2;
    }
  struct source source;
  struct edit e = { .source = &source, .seed = strtoull (argv[1], NULL, 10) };
  e.random = e.seed;
  const char *file = pick_file (&e, argv + 2);
  if (!source_init (&source, file))
    {
      fprintf (stderr, "edit: %s: %s\n", file, strerror (errno));
      return 2;
    }
  const struct edit_kind *kind = make (&e, kind_name);
  if (kind)
    {
      write_edited (&e);
      fprintf (stderr, "%s %zu %s\n", file,
	       e.at < source.n_tokens ? token_line (&source, e.at) : 1,
	       kind->name);
    }
  for (size_t i = 0; i < e.n_changes; i++)
    free (e.changes[i].text);
  free (e.changes);
  source_release (&source);
  return kind && fflush (stdout) == 0 ? 0 : 1;
}
