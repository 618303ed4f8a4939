/* command-import.c - queries import: what export has written, into the folder.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "passes/unit.h"
#include "tools/archive.h"
#include "tools/folder.h"
#include "tools/progress.h"
#include "tools/report.h"
#include "tools/value.h"

/* Values that are written with one transaction.  */
#define BATCH 512
#define BATCH_BYTES ((size_t) 8 << 20)

/* How often a folder that is busy is tried: each time waits for 50 ms.  */
#define ATTEMPTS 200

/* What the folder has.  */
struct present
{
  struct fingerprint key;
  uint64_t stamp;
  bool damaged;
};

struct importing
{
  struct invocation *invocation;
  struct store *store;
  struct archive_reader reader;
  struct progress progress;
  uint64_t size;		/* Of the file; 0: not known.  */
  struct present *present;	/* Sorted by key.  */
  size_t n_present, present_capacity;
  struct store_item items[BATCH];
  size_t n_items, n_bytes;
  struct arena arena;		/* For value_check.  */
  uint64_t imported, present_already, damaged, not_understood;
  bool failed;
};

static int
note_present (void *data, const struct store_entry *entry)
{
  struct importing *m = data;
  if (m->n_present == m->present_capacity)
    {
      m->present_capacity = m->present_capacity ? 2 * m->present_capacity
						: 1024;
      m->present = realloc (m->present,
			    m->present_capacity * sizeof *m->present);
      if (!m->present)
	abort ();
    }
  m->present[m->n_present++]
    = (struct present) { entry->key, entry->stamp, !entry->bytes };
  return 0;
}

static int
compare_present (const void *a, const void *b)
{
  const struct present *x = a, *y = b;
  return fingerprint_compare (&x->key, &y->key);
}

/* Whether the folder has the value, used as late or later.  */
static bool
is_present (const struct importing *m, const struct archive_value *v)
{
  struct present wanted = { .key = v->key };
  const struct present *p
    = m->n_present ? bsearch (&wanted, m->present, m->n_present,
			      sizeof *m->present, compare_present) : NULL;
  return p && !p->damaged && p->stamp >= v->stamp;
}

static bool
write_batch (struct importing *m)
{
  if (m->n_items == 0)
    return true;
  for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++)
    {
      uint64_t errors = store_counters (m->store)->errors;
      if (store_put_many (m->store, m->items, m->n_items))
	{
	  m->imported += m->n_items;
	  m->n_items = m->n_bytes = 0;
	  return true;
	}
      /* Else only somebody else is writing.  */
      if (store_counters (m->store)->errors != errors)
	break;
    }
  m->failed = true;
  return false;
}

/* BYTES live as long as the block.  */
static bool
take_value (struct importing *m, const struct archive_value *v,
	    const void *bytes)
{
  const char *why;
  if (is_present (m, v))
    {
      m->present_already++;
      return true;
    }
  switch (value_check (bytes, v->size, &m->arena, &why))
    {
    case VALUE_WRONG:
      m->damaged++;
      return true;
    case VALUE_LOG:		/* Of another machine's files.  */
    case VALUE_UNKNOWN:
      m->not_understood++;
      return true;
    case VALUE_BODY:
    case VALUE_RECORD:
      break;
    }
  if (m->n_items == BATCH || m->n_bytes > BATCH_BYTES)
    if (!write_batch (m))
      return false;
  m->items[m->n_items++] = (struct store_item) {
    .key = v->key, .bytes = bytes, .size = v->size,
    .action = STORE_PUT_LOCAL
  };
  m->n_bytes += v->size;
  return true;
}

static bool
take_block (struct importing *m)
{
  struct archive_value v;
  const void *bytes;
  while (archive_next_value (&m->reader, &v, &bytes))
    if (!take_value (m, &v, bytes))
      return false;
  m->damaged += m->reader.left;
  return write_batch (m);
}

/* False if the file ends in the middle.  */
static bool
take_blocks (struct importing *m)
{
  for (;;)
    {
      progress_show (&m->progress, m->reader.n_bytes, m->size);
      switch (archive_next_block (&m->reader))
	{
	case ARCHIVE_BLOCK:
	  if (!take_block (m))
	    return true;
	  break;
	case ARCHIVE_DAMAGED:
	  m->damaged++;
	  break;
	case ARCHIVE_END:
	  return true;
	case ARCHIVE_BROKEN:
	  return false;
	}
    }
}

static void
tell (struct importing *m)
{
  struct report r;
  if (m->invocation->quiet)
    return;
  report_begin (&r, m->invocation);
  report_number (&r, "imported", "Values imported", m->imported);
  report_number (&r, "present", "There already", m->present_already);
  report_number (&r, "not_understood", "Of another version, left out",
		 m->not_understood);
  report_number (&r, "damaged", "Damaged, left out", m->damaged);
  report_end (&r);
}

static enum status
import_from (struct importing *m, const char *name, FILE *file)
{
  const char *problem = archive_open (&m->reader, file);
  if (problem)
    {
      complain ("'%s': %s", name, problem);
      return STATUS_ERROR;
    }
  if (strncmp (m->reader.head.build, unit_build, sizeof m->reader.head.build)
      != 0 && !m->invocation->quiet)
    complain ("'%s' was written by another version of libqueries: this"
	      " version's compiles will find little in it", name);
  store_for_each (m->store, note_present, m);
  if (m->n_present)
    qsort (m->present, m->n_present, sizeof *m->present, compare_present);
  bool whole = take_blocks (m);
  progress_end (&m->progress);
  if (m->failed)
    {
      complain ("the store's folder cannot be written: it is busy, read-only,"
		" or the disk is full");
      return STATUS_ERROR;
    }
  tell (m);
  if (!whole)
    complain ("'%s' is damaged or cut short: what follows cannot be read",
	      name);
  return whole && m->damaged == 0 ? STATUS_CLEAN : STATUS_FINDINGS;
}

enum status
command_import (struct invocation *i)
{
  const char *folder = folder_name (i), *name = i->operands[0];
  enum status status = STATUS_ERROR;
  struct stat st;
  if (!folder)
    return STATUS_USAGE;
  FILE *file = strcmp (name, "-") == 0 ? stdin : fopen (name, "rbe");
  if (!file)
    {
      complain ("'%s': %s", name, strerror (errno));
      return STATUS_ERROR;
    }
  struct importing *m = calloc (1, sizeof *m);
  if (!m)
    abort ();
  m->invocation = i;
  arena_init (&m->arena, "import");
  if (fstat (fileno (file), &st) == 0 && S_ISREG (st.st_mode))
    m->size = (uint64_t) st.st_size;
  m->store = folder_open (i, folder);
  if (m->store)
    {
      progress_begin (&m->progress, i, "importing");
      status = import_from (m, name, file);
      progress_end (&m->progress);
    }
  archive_reader_release (&m->reader);
  store_close (m->store);
  arena_release (&m->arena);
  free (m->present);
  free (m);
  if (file != stdin)
    fclose (file);
  return status;
}
