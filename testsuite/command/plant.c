/* plant.c - make a store lie: for test-command.sh.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     plant FOLDER result	records say that another result came out, of
				the same form, and with its fingerprint
     plant FOLDER value		records' first values are others
     plant FOLDER body		bodies whose bytes are no body
     plant FOLDER record	what is under records' keys is no record
     plant FOLDER flip		a bit of every value's bytes in the file, under
				its envelope

   All but the last with envelopes as they should be.  */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "passes/all.h"
#include "passes/body-block.h"
#include "passes/unit-log.h"
#include "queries/packing.h"
#include "queries/record.h"
#include "queries/store.h"

#define MOST 10000

struct planting
{
  const char *what;
  struct arena arena;
  struct store_item items[MOST];
  size_t count;
};

/* Change a byte of T's value so that it is another one of its form.  */

static bool
change_value (struct trace *t)
{
  char *value = (char *) trace_value (t);
  const struct query_kind *kind = &query_kinds[t->query];
  for (uint32_t i = 0; i < t->value_size; i++)
    {
      value[i] ^= 1;
      if (!kind->verify || kind->verify (value, t->value_size))
	return true;
      value[i] ^= 1;
    }
  return false;
}

/* Change a value of the record at BYTES; FITTING: and the trace with it.  */

static bool
change_record (char *bytes, bool fitting)
{
  const struct record *r = (const struct record *) bytes;
  const struct trace *t = record_first (r);
  for (uint32_t i = 0; i < r->n_traces; i++, t = trace_next (t))
    if (change_value ((struct trace *) t))
      {
	if (fitting)
	  ((struct trace *) t)->print
	    = fingerprint_of (trace_value (t), t->value_size);
	return true;
      }
  return false;
}

static int
note (void *data, const struct store_entry *entry)
{
  struct planting *p = data;
  bool body = body_block_is (entry->bytes, entry->size);
  if (unit_log_is (entry->bytes, entry->size) || p->count == MOST)
    return 0;
  char *bytes = arena_copy (&p->arena, entry->bytes, entry->size);
  bool planted = true;
  if (strcmp (p->what, "flip") == 0)
    ;
  else if (body != (strcmp (p->what, "body") == 0))
    planted = false;
  else if (body)
    bytes[sizeof (struct body_block) + 1] ^= 64;
  else if (strcmp (p->what, "record") == 0)
    bytes[0] ^= 64;
  else
    planted = change_record (bytes, strcmp (p->what, "result") == 0);
  if (!planted)
    return 0;
  p->items[p->count++] = (struct store_item) {
    entry->key, bytes, entry->size, STORE_PUT
  };
  return 0;
}

/* Flip a bit in the middle of what stands in the file for the BYTES.  */

static bool
flip (const char *folder, const void *bytes, size_t size, struct arena *arena)
{
  static char content[1 << 22];
  char path[4096];
  struct packing packing = { 0 };
  packing_pack (&packing, bytes, size, arena, &bytes, &size);
  packing_release (&packing);
  snprintf (path, sizeof path, "%s/v3/data.mdb", folder);
  int fd = open (path, O_RDWR);
  ssize_t n = pread (fd, content, sizeof content, 0);
  char *at = n > 0 ? memmem (content, (size_t) n, bytes, size) : NULL;
  bool done = false;
  if (at)
    {
      at += size / 2;
      *at ^= 1;
      done = pwrite (fd, at, 1, at - content) == 1;
    }
  close (fd);
  return done;
}

int
main (int argc, char **argv)
{
  static struct planting p;
  char *message;
  size_t done = 0;
  struct store *s = argc == 3 ? store_open_folder (argv[1], &message) : NULL;
  if (!s)
    return 2;
  p.what = argv[2];
  arena_init (&p.arena, "planting");
  store_for_each (s, note, &p);
  if (strcmp (p.what, "flip") != 0)
    done = store_put_many (s, p.items, p.count);
  store_close (s);
  for (size_t i = 0; done < p.count && i < p.count; i++)
    done += flip (argv[1], p.items[i].bytes, p.items[i].size,
		  &p.arena);
  arena_release (&p.arena);
  printf ("%zu\n", done);
  return done == 0 || done != p.count;
}
