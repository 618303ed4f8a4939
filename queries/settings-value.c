/* settings-value.c - the values of settings, as they are written.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/settings-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "queries/store-url.h"

/* What can be waited for; five times that is still an int.  */
#define MOST_MILLISECONDS 600000

/* Threads that somebody may ask for; far above what is of use.  */
#define MOST_THREADS 256

struct unit
{
  const char *name;
  uint64_t factor;
};

/* Read a number and one of UNITS behind it.  False if there is anything else,
   or too much.  */
static bool
read_number (const char *text, const struct unit *units, uint64_t *number)
{
  uint64_t n = 0;
  const char *end = text;
  for (; *end >= '0' && *end <= '9'; end++)
    if (__builtin_mul_overflow (n, 10, &n)
	|| __builtin_add_overflow (n, (uint64_t) (*end - '0'), &n))
      return false;
  if (end == text)
    return false;
  while (*end == ' ' && end[1])
    end++;
  for (; units->name; units++)
    if (strcasecmp (end, units->name) == 0)
      return !__builtin_mul_overflow (n, units->factor, number);
  return false;
}

static const char *
read_size (const char *text, uint64_t *number)
{
  static const struct unit units[] = {
    { "", 1 }, { "K", 1ull << 10 }, { "M", 1ull << 20 }, { "G", 1ull << 30 },
    { "T", 1ull << 40 }, { NULL, 0 }
  };
  return read_number (text, units, number)
	 ? NULL : "not a size: a number with K, M, G or T";
}

static const char *
read_age (const char *text, uint64_t *number)
{
  static const struct unit units[] = {
    { "s", 1 }, { "m", 60 }, { "h", 60 * 60 }, { "d", 24 * 60 * 60 },
    { "w", 7 * 24 * 60 * 60 }, { NULL, 0 }
  };
  if (strcmp (text, "0") == 0)
    *number = 0;
  else if (!read_number (text, units, number))
    return "not an age: 0, or a number with s, m, h, d or w";
  return NULL;
}

static const char *
read_switch (const char *text, uint64_t *number)
{
  static const char *const words[] = {
    "no", "yes", "false", "true", "0", "1", "off", "on"
  };
  for (unsigned i = 0; i < sizeof words / sizeof *words; i++)
    if (strcasecmp (text, words[i]) == 0)
      {
	*number = i % 2;
	return NULL;
      }
  return "neither yes nor no";
}

static const char *
read_milliseconds (const char *text, uint64_t *number)
{
  static const struct unit units[] = { { "", 1 }, { "ms", 1 }, { NULL, 0 } };
  uint64_t n;
  if (!read_number (text, units, &n) || n == 0 || n > MOST_MILLISECONDS)
    return "not a number of milliseconds, 1 to 600000";
  *number = n;
  return NULL;
}

static const char *
read_threads (const char *text, uint64_t *number)
{
  static const struct unit units[] = { { "", 1 }, { NULL, 0 } };
  uint64_t n = 0;
  if (strcasecmp (text, "auto") != 0
      && (!read_number (text, units, &n) || n == 0 || n > MOST_THREADS))
    return "not a number of threads: it is auto or 1 to 256";
  *number = n;
  return NULL;
}

/* The SIZE bytes at TEXT as a file's name.  */
static const char *
read_path (const char *text, size_t size, const char *base,
	   struct arena *arena, const char **path)
{
  if (size >= 2 && text[0] == '~' && text[1] == '/')
    {
      base = getenv ("HOME");
      if (!base || !*base)
	return "begins with ~/, but HOME is not set";
      text += 2;
      size -= 2;
    }
  else if (*text == '/' || !base)
    base = NULL;
  size_t base_size = base ? strlen (base) + 1 : 0;
  char *p = arena_alloc (arena, base_size + size + 1);
  if (base)
    sprintf (p, "%s/", base);
  memcpy (p + base_size, text, size);
  p[base_size + size] = '\0';
  *path = p;
  return NULL;
}

/* Stores.  */

/* Whether the SIZE bytes at TEXT mean a server; *MESSAGE if the URL is wrong.  */
static bool
is_server (const char *text, size_t size, const char **message)
{
  struct store_url url;
  const char *problem;
  if (!store_url_is (text))
    return false;
  if (store_url_parse (&url, text, (unsigned) size, &problem))
    store_url_release (&url);
  else
    *message = problem;
  return true;
}

/* Whether it begins as some other URL does: no folder is called so.  */
static bool
is_other_url (const char *text, size_t size)
{
  const char *colon = memchr (text, ':', size);
  return colon && (size_t) (colon - text) + 3 <= size && colon[1] == '/'
	 && colon[2] == '/';
}

/* The SIZE bytes at TEXT are one of the list's.  *END: where V's list of
   servers ends.  */
static const char *
read_element (const char *text, size_t size, const char *base,
	      struct arena *arena, struct setting *v, char **end)
{
  const char *message = NULL;
  if (size == 0)
    return "an empty name in a list";
  if (is_server (text, size, &message))
    {
      if (*end != v->servers)
	*(*end)++ = ',';
      memcpy (*end, text, size);
      *end += size;
      return message;
    }
  if (is_other_url (text, size))
    return "unknown kind of server: it is redis://HOST or redis+unix:SOCKET";
  if (v->path || v->number)
    return "more than one folder";
  v->number = size == 4 && strncasecmp (text, "none", 4) == 0;
  return v->number ? NULL : read_path (text, size, base, arena, &v->path);
}

static const char *
read_store (const char *text, const char *base, struct arena *arena,
	    struct setting *v)
{
  char *servers = arena_alloc (arena, strlen (text) + 1), *end = servers;
  const char *message = NULL;
  v->servers = servers;
  for (bool more = true; more && !message; )
    {
      text += strspn (text, " \t");
      size_t whole = strcspn (text, ","), size = whole;
      while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '\t'))
	size--;
      message = read_element (text, size, base, arena, v, &end);
      more = text[whole] == ',';
      text += whole + more;
    }
  *end = '\0';
  if (end == servers)
    v->servers = NULL;
  return message;
}

const char *
setting_read (enum setting_kind kind, const char *text, const char *base,
	      struct arena *arena, struct setting *v)
{
  if (!*text)
    return "no value";
  switch (kind)
    {
    case KIND_STORE:
      return read_store (text, base, arena, v);
    case KIND_SIZE:
      return read_size (text, &v->number);
    case KIND_AGE:
      return read_age (text, &v->number);
    case KIND_SWITCH:
      return read_switch (text, &v->number);
    case KIND_FILE:
      return read_path (text, strlen (text), base, arena, &v->path);
    case KIND_MILLISECONDS:
      return read_milliseconds (text, &v->number);
    case KIND_THREADS:
      return read_threads (text, &v->number);
    }
  __builtin_unreachable ();
}
