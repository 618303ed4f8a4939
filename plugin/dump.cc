/* dump.cc - the dump-QUERY arguments.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "context.h"
#include "dumpfile.h"

#include "plugin/dump.h"

/* The file beside the output, named and numbered as GCC does with the dumps of
   its own passes.  */

static char *
default_file (enum query_id query)
{
  gcc::dump_manager *dumps = g->get_dumps ();
  char *suffix = concat (".queries-", query_kinds[query].name, NULL);
  for (char *c = suffix; *c; c++)
    if (*c == '_')
      *c = '-';
  int id = (int) dumps->dump_register (suffix, suffix + 1, suffix + 1,
				       DK_tree, OPTGROUP_NONE, false);
  dumps->get_dump_file_info (id)->pstate = -1;
  return dumps->get_dump_file_name (id);
}

static bool
is_stream (const char *where)
{
  return where && (strcmp (where, "stdout") == 0
		   || strcmp (where, "stderr") == 0);
}

static FILE *
open_file (const char *name)
{
  FILE *file = fopen (name, "w");
  if (!file)
    warning (0, "cannot write %qs: %m", name);
  return file;
}

static void
close_file (FILE *file, const char *name)
{
  bool failed = ferror (file) != 0;
  if (fclose (file) != 0 || failed)
    warning (0, "cannot write %qs", name);
}

static void
write_dump (const struct dump_request *request, struct unit *unit)
{
  if (is_stream (request->where))
    {
      FILE *stream = strcmp (request->where, "stdout") == 0 ? stdout : stderr;
      unit_dump (unit, request->query, stream, request->flags);
      fflush (stream);
      return;
    }
  char *name = request->where ? xstrdup (request->where)
			      : default_file (request->query);
  FILE *file = open_file (name);
  if (file)
    {
      unit_dump (unit, request->query, file, request->flags);
      close_file (file, name);
    }
  free (name);
}

/* Each snapshot with its size before it, at a multiple of 8.  */

static void
write_raw (const char *name, const struct unit *unit)
{
  FILE *file = open_file (name);
  if (!file)
    return;
  for (uint32_t i = 0; i < unit_n_bodies (unit); i++)
    {
      static const char zero[8] = "";
      const struct snapshot *s = unit_body (unit, i);
      uint64_t size = s->size;
      fwrite (&size, sizeof size, 1, file);
      fwrite (s, 1, size, file);
      fwrite (zero, 1, -size % 8, file);
    }
  close_file (file, name);
}

void
dump_write (const struct options *o, struct unit *unit)
{
  if (o->raw_file)
    write_raw (o->raw_file, unit);
  for (unsigned i = 0; i < o->n_dumps; i++)
    write_dump (&o->dumps[i], unit);
}
