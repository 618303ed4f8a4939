/* store-lmdb-read.c - reading the store's folder: never through LMDB.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-lmdb-internal.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_ATTEMPTS 3

void
lmdb_close_file (struct lmdb_store *b)
{
  pages_release (&b->pages);
  if (b->fd >= 0)
    close (b->fd);
  b->fd = -1;
}

/* Open the file; false if there is nothing to be read.  */
static bool
open_file (struct lmdb_store *b)
{
  struct stat st;
  if (b->fd < 0)
    b->fd = open (b->data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  return b->fd >= 0 && fstat (b->fd, &st) == 0 && S_ISREG (st.st_mode)
	 && lmdb_is_trusted (&st) && st.st_size > 0;
}

enum view
lmdb_view (struct lmdb_store *b)
{
  if (!open_file (b))
    {
      lmdb_close_file (b);
      return VIEW_NONE;
    }
  return pages_view (&b->pages, b->fd) ? VIEW_WHOLE : VIEW_DAMAGED;
}

/* The order in which keys lie in the file.  */
struct wanted
{
  struct fingerprint key;
  size_t index;
};

static int
compare_wanted (const void *a, const void *b)
{
  const struct wanted *x = a, *y = b;
  return memcmp (&x->key, &y->key, sizeof x->key);
}

/* What one attempt at some keys has come to.  */
struct attempt
{
  size_t damaged_values, damaged_pages;
};

/* Look for the COUNT keys at W.  Those that were not had are moved to its
   beginning; returns how many.  */
static size_t
read_once (struct lmdb_store *b, struct wanted *w, size_t count,
	   store_take *take, void *data, struct attempt *a)
{
  size_t left = 0;
  *a = (struct attempt) { 0 };
  for (size_t i = 0; i < count; i++)
    {
      const unsigned char *bytes;
      size_t size;
      switch (pages_find (&b->pages, &w[i].key, &bytes, &size))
	{
	case PAGES_FOUND:
	  if (take (data, w[i].index, bytes, size))
	    continue;
	  a->damaged_values++;
	  break;
	case PAGES_ABSENT:
	  break;
	default:
	  if (++a->damaged_pages == 1)
	    b->suspect_key = w[i].key;
	  break;
	}
      w[left++] = w[i];
    }
  return left;
}

/* Whether pages that were just read may have been written meanwhile: those of
   transaction N are freed by N + 1, and may be taken by N + 3, which may be at
   work as soon as N + 2 is there.  */
static bool
is_overtaken (const struct lmdb_store *b)
{
  uint64_t now = pages_transaction (&b->pages);
  uint64_t then = b->pages.meta.transaction;
  return now < then || now > then + 1;
}

void
store_lmdb_get_many (struct lmdb_store *b, const struct fingerprint *keys,
		     size_t count, store_take *take, void *data,
		     struct store_counters *counters)
{
  struct wanted *w = malloc ((count + 1) * sizeof *w);
  if (!w)
    return;
  for (size_t i = 0; i < count; i++)
    w[i] = (struct wanted) { keys[i], i };
  qsort (w, count, sizeof *w, compare_wanted);
  for (int attempt = 1;; attempt++)
    {
      struct attempt a = { 0 };
      enum view v = lmdb_view (b);
      if (v == VIEW_WHOLE)
	count = read_once (b, w, count, take, data, &a);
      bool overtaken = v == VIEW_WHOLE && count > 0 && is_overtaken (b);
      /* If damaged: somebody may be making the file just now.  */
      if ((overtaken || v == VIEW_DAMAGED) && attempt < READ_ATTEMPTS)
	continue;
      if (!overtaken)
	{
	  b->suspect = v == VIEW_DAMAGED || a.damaged_pages > 0;
	  counters->errors += b->suspect;
	  counters->damaged += a.damaged_values;
	}
      break;
    }
  free (w);
}

struct walking
{
  store_visit *visit;
  void *data;
};

static int
walk_value (void *data, const struct pages_value *v)
{
  struct walking *w = data;
  return w->visit (w->data, &v->key, v->bytes, v->size);
}

int
store_lmdb_for_each (struct lmdb_store *b, store_visit *visit, void *data,
		     struct store_counters *counters)
{
  struct walking w = { visit, data };
  bool damaged = false;
  enum view v = lmdb_view (b);
  int stop = 0;
  if (v == VIEW_WHOLE)
    stop = pages_for_each (&b->pages, true, walk_value, &w, &damaged);
  counters->errors += v == VIEW_DAMAGED || damaged;
  return stop;
}

/* LMDB's transactions have just the numbers that are wanted.  */
uint64_t
store_lmdb_session (struct lmdb_store *b)
{
  return lmdb_view (b) == VIEW_WHOLE ? b->pages.meta.transaction : 0;
}

bool
store_lmdb_measure (struct lmdb_store *b, struct store_size *size)
{
  struct pages *p = &b->pages;
  if (lmdb_view (b) != VIEW_WHOLE || !pages_check_free (p))
    return false;
  size->file_bytes = p->size;
  size->used_bytes = (p->meta.last_page + 1 - p->n_free) * p->meta.page_size;
  size->values = p->meta.data.entries;
  return true;
}
