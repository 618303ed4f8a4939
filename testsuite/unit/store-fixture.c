/* store-fixture.c - a store in a folder of its own, and values that tell.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/store-fixture.h"

#include <check.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "queries/store-lmdb.h"

char folder[64];
char *message;

void
set_up (void)
{
  strcpy (folder, "/tmp/test-store-XXXXXX");
  ck_assert_ptr_nonnull (mkdtemp (folder));
  message = NULL;
}

static void
remove_tree (const char *path)
{
  DIR *d = opendir (path);
  struct dirent *e;
  while (d && (e = readdir (d)))
    {
      char name[PATH_MAX];
      if (strcmp (e->d_name, ".") == 0 || strcmp (e->d_name, "..") == 0)
	continue;
      snprintf (name, sizeof name, "%s/%s", path, e->d_name);
      if (unlink (name) != 0)
	remove_tree (name);
    }
  if (d)
    closedir (d);
  rmdir (path);
}

void
tear_down (void)
{
  remove_tree (folder);
  free (message);
}

const char *
file_in_store (const char *name)
{
  static char path[128];
  snprintf (path, sizeof path, "%s/%s/%s", folder, STORE_LMDB_SCHEMA, name);
  return path;
}

struct store *
open_store_with (uint64_t max_size, uint64_t max_age, uint64_t now)
{
  struct store_config config = {
    .folder = folder, .max_size = max_size, .max_age = max_age, .now = now
  };
  struct store *s = store_open (&config, &message);
  ck_assert_msg (s != NULL, "%s", message ? message : "");
  ck_assert_ptr_null (message);
  return s;
}

struct store *
open_store (void)
{
  return open_store_with (0, 0, 0);
}

off_t
file_size (void)
{
  struct stat st;
  return stat (file_in_store ("data.mdb"), &st) == 0 ? st.st_size : 0;
}

struct fingerprint
key_of (unsigned index)
{
  return fingerprint_of (&index, sizeof index);
}

size_t
value_of (unsigned index, unsigned version, char *bytes)
{
  size_t size = (index * 7919 + version * 31) % (index % 5 ? 700 : LARGEST);
  for (size_t i = 0; i < size; i++)
    bytes[i] = (char) (index + version * 17 + i * (index | 1));
  return size;
}

size_t
put_values (struct store *s, unsigned first, unsigned count, unsigned version)
{
  struct store_item *items = calloc (count, sizeof *items);
  char *bytes = malloc ((size_t) count * LARGEST);
  for (unsigned i = 0; i < count; i++)
    {
      items[i].key = key_of (first + i);
      items[i].bytes = bytes + (size_t) i * LARGEST;
      items[i].size = value_of (first + i, version,
				bytes + (size_t) i * LARGEST);
    }
  size_t written = store_put_many (s, items, count);
  free (items);
  free (bytes);
  return written;
}

int
version_found (const struct store_value *v, unsigned index, unsigned versions)
{
  static char bytes[LARGEST];
  if (!v->bytes)
    return -1;
  ck_assert_uint_eq ((uintptr_t) v->bytes % 16, 0);
  for (unsigned version = 0; version < versions; version++)
    if (value_of (index, version, bytes) == v->size
	&& memcmp (bytes, v->bytes, v->size) == 0)
      return (int) version;
  return -2;
}

size_t
get_values (struct store *s, unsigned first, unsigned count, unsigned version)
{
  struct fingerprint *keys = calloc (count, sizeof *keys);
  struct store_value *values = calloc (count, sizeof *values);
  struct arena arena;
  arena_init (&arena, "test");
  for (unsigned i = 0; i < count; i++)
    keys[i] = key_of (first + i);
  size_t found = store_get_many (s, keys, count, values, &arena), seen = 0;
  for (unsigned i = 0; i < count; i++)
    {
      static char bytes[LARGEST];
      if (!values[i].bytes)
	continue;
      seen++;
      ck_assert_uint_eq ((uintptr_t) values[i].bytes % 16, 0);
      ck_assert_uint_eq (values[i].size,
			 value_of (first + i, version, bytes));
      ck_assert_mem_eq (values[i].bytes, bytes, values[i].size);
    }
  ck_assert_uint_eq (found, seen);
  arena_release (&arena);
  free (keys);
  free (values);
  return found;
}

int
count_until (void *data, const struct store_entry *entry)
{
  int *left = data;
  if (entry->bytes)
    --*left;
  return *left == 0 ? 42 : 0;
}

void
put_values_surely (struct store *s, unsigned first, unsigned count,
		   unsigned version)
{
  while (put_values (s, first, count, version) != count)
    continue;
}
