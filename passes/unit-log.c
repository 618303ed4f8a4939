/* unit-log.c - what the store keeps of a unit's last compile.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/unit-log.h"

#include <stdlib.h>
#include <string.h>

_Static_assert (sizeof (struct unit_log) % 8 == 0
		&& sizeof (struct log_function) % 8 == 0
		&& sizeof (struct log_retired) % 8 == 0,
		"the parts of a log keep each other aligned");

/* Retired keys beyond these are removed, whatever their size.  */
#define MOST_RETIRED 65536

#define LARGEST ((size_t) 1 << 30)

struct fingerprint
unit_log_key (const char *source, const char *output)
{
  struct fingerprint kind = fingerprint_of_string ("unit log");
  return fingerprint_combine (kind,
			      fingerprint_combine
			      (fingerprint_of_string (source),
			       fingerprint_of_string (output)));
}

/* Reading.  */

bool
unit_log_is (const void *bytes, size_t size)
{
  uint32_t magic;
  if (size < sizeof (struct unit_log))
    return false;
  memcpy (&magic, bytes, sizeof magic);
  return magic == UNIT_LOG_MAGIC + UNIT_LOG_VERSION;
}

static bool
texts_are_whole (const struct unit_log *l)
{
  const uint32_t head[] = { l->source, l->output, l->build, l->why };
  for (size_t i = 0; i < sizeof head / sizeof *head; i++)
    if (head[i] >= l->text_size)
      return false;
  for (uint32_t i = 0; i < l->n_functions; i++)
    {
      const struct log_function *f = &unit_log_functions (l)[i];
      if (f->name >= l->text_size || f->file >= l->text_size
	  || f->queries >= l->text_size || f->why >= l->text_size)
	return false;
    }
  return true;
}

static bool
functions_ascend (const struct unit_log *l)
{
  const struct log_function *f = unit_log_functions (l);
  for (uint32_t i = 1; i < l->n_functions; i++)
    if (fingerprint_compare (&f[i - 1].record, &f[i].record) > 0)
      return false;
  return true;
}

const struct unit_log *
unit_log_check (const void *bytes, size_t size)
{
  const struct unit_log *l = bytes;
  if (!unit_log_is (bytes, size) || l->size != size || l->text_size == 0)
    return NULL;
  uint64_t wanted = sizeof *l
		    + (uint64_t) l->n_functions * sizeof (struct log_function)
		    + (uint64_t) l->n_retired * sizeof (struct log_retired)
		    + l->text_size;
  if (wanted != size || ((const char *) bytes)[size - 1] != '\0'
      || *unit_log_text (l, 0) != '\0')
    return NULL;
  return texts_are_whole (l) && functions_ascend (l) ? l : NULL;
}

bool
unit_log_same (const struct unit_log *a, const struct unit_log *b)
{
  size_t head = offsetof (struct unit_log, record);
  return a->size == b->size && a->magic == b->magic
	 && memcmp ((const char *) a + head, (const char *) b + head,
		    a->size - head) == 0;
}

const struct log_function *
unit_log_find (const struct unit_log *l, struct fingerprint record)
{
  const struct log_function *f = unit_log_functions (l);
  uint32_t low = 0, high = l->n_functions;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = fingerprint_compare (&f[middle].record, &record);
      if (c == 0)
	return &f[middle];
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return NULL;
}

/* Making one.  */

void
unit_log_builder_init (struct unit_log_builder *b)
{
  memset (b, 0, sizeof *b);
  buffer_add_zero (&b->text, 1);
}

void
unit_log_builder_release (struct unit_log_builder *b)
{
  buffer_release (&b->functions);
  buffer_release (&b->retired);
  buffer_release (&b->text);
  buffer_release (&b->index);
}

/* The place of TEXT in the table: its offset's, or an empty one.  */
static uint32_t *
text_place (const struct unit_log_builder *b, const char *text)
{
  uint32_t *table = (uint32_t *) b->index.bytes;
  size_t mask = b->index.size / sizeof *table - 1;
  size_t i = (size_t) fingerprint_of_string (text).low & mask;
  while (table[i] && strcmp (b->text.bytes + table[i], text) != 0)
    i = (i + 1) & mask;
  return &table[i];
}

static void
grow_index (struct unit_log_builder *b)
{
  struct buffer old = b->index;
  buffer_init (&b->index);
  buffer_add_zero (&b->index, old.size ? 2 * old.size : 256);
  for (size_t i = 0; i < old.size / sizeof (uint32_t); i++)
    {
      uint32_t offset = ((uint32_t *) old.bytes)[i];
      if (offset)
	*text_place (b, b->text.bytes + offset) = offset;
    }
  buffer_release (&old);
}

uint32_t
unit_log_add_text (struct unit_log_builder *b, const char *text)
{
  if (!*text)
    return 0;
  if (2 * (b->n_texts + 1) > b->index.size / sizeof (uint32_t))
    grow_index (b);
  uint32_t *place = text_place (b, text);
  if (!*place)
    {
      *place = (uint32_t) buffer_add_string (&b->text, text);
      b->n_texts++;
    }
  return *place;
}

void
unit_log_add_function (struct unit_log_builder *b,
		       const struct log_function *f)
{
  buffer_add (&b->functions, f, sizeof *f);
  b->head.n_functions++;
}

static int
compare_functions (const void *a, const void *b)
{
  const struct log_function *x = a, *y = b;
  int c = fingerprint_compare (&x->record, &y->record);
  if (c == 0)			/* One key, several places.  */
    c = x->first_line < y->first_line ? -1 : x->first_line > y->first_line;
  if (c == 0)			/* Texts lie as they were added.  */
    c = x->file < y->file ? -1 : x->file > y->file;
  return c;
}

/* Whether B, sorted, has a function with that record.  */
static bool
has_function (const struct unit_log_builder *b, struct fingerprint record)
{
  struct log_function *f = (struct log_function *) b->functions.bytes;
  uint32_t low = 0, high = b->head.n_functions;
  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = fingerprint_compare (&f[middle].record, &record);
      if (c == 0)
	return true;
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return false;
}

/* Retire RECORD, unless it is in use (again).  */
static void
retire (struct unit_log_builder *b, struct fingerprint record,
	struct fingerprint print, uint32_t size)
{
  struct log_retired r = { record, print, size, 0 };
  if (!has_function (b, record)
      && !fingerprint_equal (record, b->head.record))
    buffer_add (&b->retired, &r, sizeof r);
}

static void
retire_all (struct unit_log_builder *b, const struct unit_log *old)
{
  for (uint32_t i = 0; i < old->n_retired; i++)
    {
      const struct log_retired *r = &unit_log_retired (old)[i];
      retire (b, r->record, r->print, r->size);
    }
  for (uint32_t i = 0; i < old->n_functions; i++)
    {
      const struct log_function *f = &unit_log_functions (old)[i];
      /* Several places of one key stand side by side.  */
      if (i == 0 || !fingerprint_equal (f[-1].record, f->record))
	retire (b, f->record, f->print, f->record_size + f->body_size);
    }
  retire (b, old->record, (struct fingerprint) { 0, 0 }, old->record_size);
}

/* How many of the oldest retired keys have to go.  */
static size_t
count_surplus (const struct unit_log_builder *b)
{
  const struct log_function *f = (struct log_function *) b->functions.bytes;
  const struct log_retired *r = (struct log_retired *) b->retired.bytes;
  size_t n = b->retired.size / sizeof *r, keep = n;
  uint64_t live = 0, sum = 0;
  for (uint32_t i = 0; i < b->head.n_functions; i++)
    live += f[i].record_size + f[i].body_size;
  live += b->head.record_size;
  while (keep > 0 && n - keep < MOST_RETIRED
	 && sum + r[keep - 1].size <= live)
    sum += r[--keep].size;
  return keep;
}

static int
compare_prints (const void *a, const void *b)
{
  return fingerprint_compare (a, b);
}

/* Call REMOVE for the first COUNT retired keys.  */
static void
remove_retired (struct unit_log_builder *b, size_t count,
		void (*remove) (void *data, struct fingerprint record,
				struct fingerprint print),
		void *data)
{
  const struct log_function *f = (struct log_function *) b->functions.bytes;
  const struct log_retired *r = (struct log_retired *) b->retired.bytes;
  struct buffer prints = BUFFER_INIT;
  for (uint32_t i = 0; i < b->head.n_functions; i++)
    buffer_add (&prints, &f[i].print, sizeof f[i].print);
  if (b->head.n_functions)
    qsort (prints.bytes, b->head.n_functions, sizeof f->print,
	   compare_prints);
  for (size_t i = 0; i < count; i++)
    {
      struct fingerprint print = r[i].print;
      if (b->head.n_functions
	  && bsearch (&print, prints.bytes, b->head.n_functions,
		      sizeof print, compare_prints))
	print = (struct fingerprint) { 0, 0 };
      remove (data, r[i].record, print);
    }
  buffer_release (&prints);
}

bool
unit_log_finish (struct unit_log_builder *b, const struct unit_log *old,
		 void (*remove) (void *data, struct fingerprint record,
				 struct fingerprint print),
		 void *data, struct buffer *out)
{
  struct unit_log *h = &b->head;
  const size_t width = sizeof (struct log_retired);
  if (h->n_functions)
    qsort (b->functions.bytes, h->n_functions, sizeof (struct log_function),
	   compare_functions);
  if (old)
    retire_all (b, old);
  size_t surplus = count_surplus (b);
  size_t size = sizeof *h + b->functions.size + b->retired.size
		- surplus * width + b->text.size;
  if (size > LARGEST)
    return false;
  if (surplus)
    remove_retired (b, surplus, remove, data);
  h->n_retired = (uint32_t) (b->retired.size / width - surplus);
  h->text_size = (uint32_t) b->text.size;
  h->magic = UNIT_LOG_MAGIC + UNIT_LOG_VERSION;
  h->size = (uint32_t) size;
  buffer_add (out, h, sizeof *h);
  buffer_add (out, b->functions.bytes, b->functions.size);
  buffer_add (out, b->retired.bytes + surplus * width, h->n_retired * width);
  buffer_add (out, b->text.bytes, b->text.size);
  return true;
}
