/* store-lmdb-evict.c - keeping the limits of the store's folder.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Keys are hashes, so the values whose keys are near a place that moves with
   the transactions are a fair sample of all.  One batch looks at one sample, of
   bounded size, when the file is nearly used up, or now and then for what is
   too old, and removes the least recently used of it.

   The file's size cannot exceed the limit, as LMDB maps no more.  Removing
   needs some pages itself before it gives any back, and what one transaction
   frees only the next but one may use; so it begins at nine tenths.  */

#include "queries/store-lmdb-internal.h"

#include <stdlib.h>
#include <string.h>

/* Of the limit, where evicting begins; and where it takes more at once.  */
#define USED_PERCENT 90
#define TIGHT_PERCENT 95

/* Evicting and looking for what is too old: in one of so many transactions, by
   their numbers.  */
#define EVICT_EVERY 4
#define EXPIRE_EVERY 16

#define USUAL_PAGE 4096

uint64_t
lmdb_slack (const struct lmdb_store *b)
{
  uint64_t slack = b->max_size / 8;
  return slack < 128 << 10 ? 128 << 10 : slack > 1 << 20 ? 1 << 20 : slack;
}

static uint32_t
page_size (const struct lmdb_store *b)
{
  return b->pages.meta.page_size ? b->pages.meta.page_size : USUAL_PAGE;
}

/* What the batch of W takes: pages that must be there, and bytes by which the
   content grows if nothing is overwritten.  */
struct demand
{
  uint64_t pages, bytes;
};

static struct demand
measure_batch (const struct lmdb_writing *w)
{
  const struct pages_meta *m = &w->b->pages.meta;
  uint32_t page = page_size (w->b);
  uint64_t in_leaves = 0, copies = w->count, touches = 0;
  struct demand d = { 2 * m->data.depth + 8, 0 };
  for (size_t i = 0; i < w->count; i++)
    {
      uint64_t size = sizeof (struct envelope) + w->pieces[i].size + 26;
      touches += w->pieces[i].action == STORE_TOUCH;
      if (!piece_has_value (&w->pieces[i]))
	continue;
      if (size > page / 2)
	{
	  size = (size + page) / page * page;
	  d.pages += size / page;
	}
      else
	in_leaves += size;
      d.bytes += size;
    }
  /* Leaves are copied, and split about in the middle.  */
  if (copies > m->data.leaves + 1)
    copies = m->data.leaves + 1;
  d.pages += copies + (2 * in_leaves + page - 1) / page;
  /* A value that is touched is written again, if it is in pages of its own.
     How large it is shows too late.  */
  if (m->data.entries)
    d.pages += touches * m->data.own_pages / m->data.entries;
  return d;
}

bool
lmdb_fits_limit (const struct lmdb_writing *w)
{
  uint64_t limit = w->b->max_size;
  return limit == 0
	 || measure_batch (w).pages
	    <= limit / page_size (w->b) * USED_PERCENT / 100;
}

enum lmdb_fate
lmdb_judge (const struct lmdb_store *b, uint32_t stamp,
	    const struct pages_value *v, uint32_t *age)
{
  struct envelope e;
  *age = UINT32_MAX;
  if (v->size < sizeof e)
    return FATE_DAMAGED;
  memcpy (&e, v->bytes, sizeof e);
  if (e.magic != ENVELOPE_MAGIC || e.version != ENVELOPE_VERSION
      || e.size != v->size - sizeof e)
    return FATE_DAMAGED;
  /* A clock was wrong then, or is now; but one that is just a little ahead is
     another machine's.  */
  if (e.stamp > stamp)
    {
      if (e.stamp == stamp + 1)
	*age = 0;
      return FATE_STAYS;
    }
  *age = stamp - e.stamp;
  /* It may have been used at the end of the time that its stamp stands for.  */
  return b->max_age && *age > 0
	 && (uint64_t) (*age - 1) * STORE_STAMP_SECONDS >= b->max_age
	 ? FATE_EXPIRED : FATE_STAYS;
}

/* A sample.  */

struct candidate
{
  struct fingerprint key;
  enum lmdb_fate fate;
  uint32_t age;
  uint64_t cost;
  unsigned leaf;		/* Number in the sample.  */
};

struct sample
{
  const struct lmdb_writing *w;
  struct candidate candidates[LMDB_SAMPLE];
  size_t count;
  uint64_t leaf;		/* The last one's page.  */
  unsigned leaves;
  uint64_t bytes;
};

static int
compare_keys (const void *a, const void *b)
{
  return memcmp (a, b, sizeof (struct fingerprint));
}

/* Keys come first in both.  */
_Static_assert (offsetof (struct store_piece, key) == 0,
		"a piece can be looked up by its key");

static int
add_candidate (void *data, const struct pages_value *v)
{
  struct sample *s = data;
  const struct lmdb_writing *w = s->w;
  struct candidate *c = &s->candidates[s->count];
  if (v->leaf != s->leaf)
    {
      s->leaf = v->leaf;
      s->leaves++;
    }
  /* What the batch is about stays.  */
  if (w->count && bsearch (&v->key, w->pieces, w->count, sizeof *w->pieces,
			   compare_keys))
    return 0;
  c->key = v->key;
  c->fate = lmdb_judge (w->b, w->stamp, v, &c->age);
  c->cost = v->cost;
  c->leaf = s->leaves - 1;
  s->bytes += c->cost;
  return ++s->count == LMDB_SAMPLE;
}

/* Who is to leave first.  */
static int
compare_candidates (const void *a, const void *b)
{
  const struct candidate *x = a, *y = b;
  if (x->fate != y->fate)
    return x->fate < y->fate ? 1 : -1;
  if (x->age != y->age)
    return x->age < y->age ? 1 : -1;
  return compare_keys (&x->key, &y->key);
}

/* Pages that the next transaction may use.  */
static uint64_t
usable_pages (const struct lmdb_store *b)
{
  const struct pages *p = &b->pages;
  uint64_t limit = b->max_size / p->meta.page_size;
  uint64_t there = p->meta.last_page + 1;
  return p->n_free - p->n_fresh + (limit > there ? limit - there : 0);
}

/* What a sample is to give: BYTES, but at most PERCENT of its own, and none
   whose age is below YOUNGEST.  */
struct goal
{
  uint64_t bytes;
  unsigned percent;
  uint32_t youngest;
};

/* Fill W's victims from S: what is damaged or too old, and of the rest the least
   recently used.  No more leaves are touched than there is room for their
   copies.  */
static void
choose_victims (struct lmdb_writing *w, struct sample *s,
		const struct goal *goal)
{
  uint64_t most = s->bytes / 100 * goal->percent;
  unsigned char touched[LMDB_SAMPLE] = { 0 };
  uint64_t freed = 0, leaves_left = UINT64_MAX;
  if (w->b->max_size)
    leaves_left = (lmdb_slack (w->b) / page_size (w->b)
		   + usable_pages (w->b)) / 2;
  w->n_victims = 0;
  qsort (s->candidates, s->count, sizeof *s->candidates, compare_candidates);
  for (size_t i = 0; i < s->count; i++)
    {
      const struct candidate *c = &s->candidates[i];
      if (c->fate == FATE_STAYS
	  && (freed >= goal->bytes || freed >= most
	      || c->age < goal->youngest))
	break;
      if (!touched[c->leaf] && leaves_left == 0)
	{
	  /* Younger ones elsewhere are no substitute.  */
	  if (c->fate == FATE_STAYS)
	    break;
	  continue;
	}
      leaves_left -= !touched[c->leaf];
      touched[c->leaf] = 1;
      freed += c->cost;
      w->victims[w->n_victims++] = c->key;
    }
  qsort (w->victims, w->n_victims, sizeof *w->victims, compare_keys);
}

/* Choose victims from the sample that belongs to NUMBER.  */
static int
take_sample (struct lmdb_writing *w, uint64_t number, const struct goal *goal)
{
  struct sample s = { .w = w };
  struct fingerprint from = { 0, 0 };
  bool damaged = false;
  /* Multiples of the golden ratio are spread evenly however many there are.  */
  uint64_t place = number * UINT64_C (0x9e3779b97f4a7c15);
  unsigned char *bytes = (unsigned char *) &from;
  for (unsigned i = 0; i < 8; i++)
    bytes[i] = (unsigned char) (place >> (56 - 8 * i));
  pages_for_each_near (&w->b->pages, &from, add_candidate, &s, &damaged);
  if (damaged)
    return MDB_CORRUPTED;
  choose_victims (w, &s, goal);
  return 0;
}

/* Remove the victims from FIRST on, before END.  */
static int
remove_victims (struct lmdb_writing *w, size_t first, size_t end)
{
  struct fingerprint keys[LMDB_SAMPLE];
  size_t count = 0;
  int rc = lmdb_check_free (w);
  for (size_t i = first; rc == 0 && i < end; i++)
    switch (pages_check_removal (&w->b->pages, &w->victims[i]))
      {
      case PAGES_DAMAGED:
	rc = MDB_CORRUPTED;
	break;
      case PAGES_FOUND:
	keys[count++] = w->victims[i];
	break;
      default:
	break;
      }
  return rc || count == 0 ? rc : lmdb_remove_keys (w, keys, count);
}

/* What is to leave to make room for D; no bytes: it is not time.  What was used
   in these hours is only taken if it is tight.  */
static struct goal
eviction_goal (const struct lmdb_store *b, const struct demand *d)
{
  const struct pages *p = &b->pages;
  uint64_t limit = b->max_size / p->meta.page_size;
  uint64_t percent = (p->meta.last_page + 1 - p->n_free + d->pages) * 100
		     / limit;
  struct goal goal = { 0, 50, percent < TIGHT_PERCENT };
  if (percent >= TIGHT_PERCENT)
    goal.bytes = d->bytes * (percent > 100 ? 8 : 4);
  else if (percent >= USED_PERCENT && p->meta.transaction % EVICT_EVERY == 0)
    goal.bytes = d->bytes * 2 * EVICT_EVERY;
  return goal;
}

int
lmdb_keep_limits (struct lmdb_writing *w)
{
  const struct lmdb_store *b = w->b;
  struct goal goal = { 0 };
  if ((!b->max_size && !b->max_age) || lmdb_view (w->b) != VIEW_WHOLE)
    return 0;
  const struct pages_meta *m = &b->pages.meta;
  if (b->max_size)
    {
      struct demand d = measure_batch (w);
      uint64_t most = m->last_page + 1 + d.pages;
      /* Only then is it worth to count what is free.  */
      if (most * 100 >= b->max_size / m->page_size * USED_PERCENT)
	{
	  if (lmdb_check_free (w))
	    return MDB_CORRUPTED;
	  goal = eviction_goal (b, &d);
	}
    }
  if (goal.bytes == 0 && (!b->max_age || m->transaction % EXPIRE_EVERY != 0))
    return 0;
  int rc = lmdb_check_free (w);
  if (rc == 0)
    rc = take_sample (w, m->transaction, &goal);
  return rc ? rc : remove_victims (w, 0, w->n_victims);
}

/* In two transactions, so that the pages that the first one frees may be used
   by the third.  */
int
lmdb_make_room (struct lmdb_writing *w, uint32_t youngest)
{
  struct demand d = measure_batch (w);
  struct goal goal = {
    4 * (d.bytes + d.pages * page_size (w->b)), 75, youngest
  };
  int rc = lmdb_check_free (w);
  uint64_t number = w->b->pages.meta.transaction;
  w->n_victims = 0;
  /* A sample may be all this batch's own.  */
  for (unsigned i = 1; rc == 0 && i <= 4 && w->n_victims < 2; i++)
    rc = take_sample (w, number + i, &goal);
  if (rc == 0)
    rc = remove_victims (w, 0, w->n_victims / 2);
  return rc ? rc : remove_victims (w, w->n_victims / 2, w->n_victims);
}
