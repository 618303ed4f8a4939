/* fuzz-record.c - bytes from a store: no reader of them goes astray.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   fuzz-record FILE|FOLDER...
     runs these inputs (record-target.h), of folders all files, and says how
     many; make check runs corpus-record so.

   fuzz-record --seeds OUTPUT-FOLDER STORE-FOLDER...
     writes what the stores hold as inputs.

   With LIBFUZZER defined there is no main: `make fuzz-record' links it with
   libFuzzer, which finds new inputs by what they cover.  AFL++ takes it, too
   (afl-clang-fast -fsanitize=fuzzer).  */

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "passes/body-block.h"
#include "passes/unit-log.h"
#include "passes/unit.h"
#include "queries/record.h"
#include "testsuite/fuzz/record-target.h"

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t size)
{
  record_target (bytes, size);
  return 0;
}

#ifndef LIBFUZZER

static unsigned long n_run;
static const char *running = "";

static void
crashed (int number)
{
  static const char text[] = "fuzz-record: a signal, or too long, in ";
  signal (number, SIG_DFL);
  if (write (2, text, sizeof text - 1) < 0
      || write (2, running, strlen (running)) < 0 || write (2, "\n", 1) < 0)
    _exit (2);
  raise (number);
}

/* Running.  */

static void
run_file (const char *name)
{
  FILE *file = fopen (name, "rb");
  struct buffer content = BUFFER_INIT;
  size_t got;
  if (!file)
    {
      perror (name);
      exit (1);
    }
  do
    {
      buffer_reserve (&content, 65536);
      got = fread (content.bytes + content.size, 1, 65536, file);
      content.size += got;
    }
  while (got > 0);
  fclose (file);
  running = name;
  alarm (60);
  LLVMFuzzerTestOneInput ((const uint8_t *) content.bytes, content.size);
  buffer_release (&content);
  n_run++;
}

static void
run_path (const char *name)
{
  struct dirent **entries;
  int n = scandir (name, &entries, NULL, alphasort);
  if (n < 0)
    {
      run_file (name);
      return;
    }
  for (int i = 0; i < n; i++)
    {
      if (entries[i]->d_name[0] != '.')
	{
	  struct buffer path = BUFFER_INIT;
	  buffer_add_format (&path, "%s/%s", name, entries[i]->d_name);
	  buffer_add_zero (&path, 1);
	  run_path (path.bytes);
	  buffer_release (&path);
	}
      free (entries[i]);
    }
  free (entries);
}

/* Seeds.  */

struct seeds
{
  const char *folder;
  unsigned long written;
};

static void
write_seed (struct seeds *s, enum record_input what, unsigned query,
	    const void *bytes, size_t size)
{
  struct record_head head
    = { .what = (uint8_t) what, .query = (uint8_t) query,
	.asked = (uint8_t) (s->written % QUERIES),
	.flags = s->written / QUERIES % 4 };
  struct buffer name = BUFFER_INIT, content = BUFFER_INIT;
  char text[FINGERPRINT_TEXT_SIZE];
  buffer_add (&content, &head, sizeof head);
  buffer_add (&content, bytes, size);
  fingerprint_print (text, fingerprint_of (content.bytes, content.size));
  buffer_add_format (&name, "%s/%s", s->folder, text);
  buffer_add_zero (&name, 1);
  FILE *file = fopen (name.bytes, "wb");
  if (!file || fwrite (content.bytes, 1, content.size, file) != content.size
      || fclose (file) != 0)
    {
      perror (name.bytes);
      exit (1);
    }
  s->written++;
  buffer_release (&name);
  buffer_release (&content);
}

static void
write_values (struct seeds *s, const struct record *r)
{
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    if (t->flags & TRACE_HAS_VALUE)
      write_seed (s, RECORD_INPUT_VALUE, t->query, trace_value (t),
		  t->value_size);
}

static void
write_body (struct seeds *s, const struct store_entry *entry)
{
  struct arena arena;
  const char *why;
  arena_init (&arena, "seeds");
  const struct snapshot *body
    = body_block_decode (entry->bytes, entry->size, &arena, &why);
  if (body)
    write_seed (s, RECORD_INPUT_SNAPSHOT, 0, body, body->size);
  arena_release (&arena);
}

static int
write_entry (void *data, const struct store_entry *entry)
{
  struct seeds *s = data;
  static const enum key_kind kinds[] = { KEY_FUNCTION, KEY_UNIT };
  if (!entry->bytes)
    return 0;
  if (body_block_is (entry->bytes, entry->size))
    {
      write_seed (s, RECORD_INPUT_BODY_BLOCK, 0, entry->bytes, entry->size);
      write_body (s, entry);
    }
  if (unit_log_is (entry->bytes, entry->size))
    write_seed (s, RECORD_INPUT_LOG, 0, entry->bytes, entry->size);
  for (int i = 0; i < 2; i++)
    if (record_check (entry->bytes, entry->size, kinds[i], query_kinds,
		      QUERIES))
      {
	write_seed (s, i ? RECORD_INPUT_OF_UNIT : RECORD_INPUT_OF_FUNCTION, 0,
		    entry->bytes, entry->size);
	write_values (s, entry->bytes);
      }
  return 0;
}

static int
write_seeds (const char *folder, char **stores)
{
  struct seeds s = { .folder = folder };
  for (; *stores; stores++)
    {
      char *message;
      struct store *store = store_open_folder (*stores, &message);
      if (!store)
	{
	  fprintf (stderr, "fuzz-record: %s\n", message);
	  return 1;
	}
      store_for_each (store, write_entry, &s);
      store_close (store);
    }
  printf ("fuzz-record: %lu seeds written\n", s.written);
  return s.written == 0;
}

int
main (int argc, char **argv)
{
  if (argc > 3 && strcmp (argv[1], "--seeds") == 0)
    return write_seeds (argv[2], argv + 3);
  static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGALRM };
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    signal (signals[i], crashed);
  for (int i = 1; i < argc; i++)
    run_path (argv[i]);
  printf ("fuzz-record: %lu inputs run\n", n_run);
  return n_run == 0;
}

#endif
