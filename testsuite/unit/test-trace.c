/* test-trace.c - the Chrome trace of a session.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   A trace is an array of objects, one on each line, whose closing bracket is
   missing.  */

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "queries/chrome-trace.h"
#include "queries/json.h"
#include "testsuite/unit/suite.h"

/* Whether a text is JSON.  */

static const char *skip_value (const char *c);

static const char *
skip_space (const char *c)
{
  return c + strspn (c, " \t\r\n");
}

/* Each returns what comes behind, or NULL.  */
static const char *
skip_string (const char *c)
{
  if (*c++ != '"')
    return NULL;
  while (*c != '"')
    {
      if ((unsigned char) *c < ' ')
	return NULL;
      if (*c++ != '\\')
	continue;
      if (*c == 'u' && strspn (c + 1, "0123456789abcdefABCDEF") >= 4)
	c += 5;
      else if (*c && strchr ("\"\\/bfnrt", *c))
	c++;
      else
	return NULL;
    }
  return c + 1;
}

static const char *
skip_number (const char *c)
{
  c += *c == '-';
  size_t digits = strspn (c, "0123456789");
  if (digits == 0 || (digits > 1 && *c == '0'))
    return NULL;
  c += digits;
  if (*c != '.')
    return c;
  digits = strspn (c + 1, "0123456789");
  return digits ? c + 1 + digits : NULL;
}

/* The members of an object, or of an array.  */
static const char *
skip_members (const char *c, bool object)
{
  char close = object ? '}' : ']';
  c = skip_space (c + 1);
  if (*c == close)
    return c + 1;
  for (;;)
    {
      if (object)
	{
	  c = skip_string (skip_space (c));
	  if (!c || *(c = skip_space (c)) != ':')
	    return NULL;
	  c++;
	}
      c = skip_value (c);
      if (!c)
	return NULL;
      c = skip_space (c);
      if (*c == close)
	return c + 1;
      if (*c++ != ',')
	return NULL;
    }
}

static const char *
skip_value (const char *c)
{
  c = skip_space (c);
  if (*c == '{' || *c == '[')
    return skip_members (c, *c == '{');
  return *c == '"' ? skip_string (c) : skip_number (c);
}

/* A program: a chain of functions that are worked on.  */

enum { Q_NUMBER, Q_WORK, Q_TOTAL, N_QUERIES };

#define FUNCTIONS 60
#define ODD_NAME "f \"5\"\\ \n\t\xff\xc3\xa4"

static _Atomic unsigned sink;

static void
provide_work (struct query_context *cx, uint32_t key, struct buffer *out)
{
  const uint32_t *number = query_get (cx, Q_NUMBER, key);
  if (key % 10)
    query_get (cx, Q_WORK, key - 1);
  for (unsigned i = 0; i < 20000; i++)
    sink += i;
  buffer_add (out, number, sizeof *number);
}

static void
provide_total (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint32_t keys[FUNCTIONS];
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    keys[f] = f;
  query_for_each (cx, Q_WORK, keys, FUNCTIONS);
  buffer_add (out, &key, sizeof key);
}

static const struct query_kind kinds[N_QUERIES] = {
  { .name = "number", .description = "reading %s", .category = CATEGORY_INPUT,
    .key = KEY_FUNCTION, .flags = QUERY_INPUT, .version = 1 },
  { .name = "work", .description = "working on %s", .category = CATEGORY_FACT,
    .key = KEY_FUNCTION, .version = 1, .local = provide_work },
  { .name = "total", .description = "working on all of %s",
    .category = CATEGORY_CHECK, .key = KEY_UNIT, .version = 1,
    .local = provide_total },
};

static struct engine *
session (unsigned threads, bool events)
{
  static uint32_t numbers[FUNCTIONS];
  static const uint32_t unit = 0;
  struct engine_config config = { .kinds = kinds, .count = N_QUERIES,
				  .events = events };
  struct engine *e = engine_new (&config);
  uint64_t start = profile_clock ();
  for (uint32_t f = 0; f < FUNCTIONS; f++)
    {
      char name[16];
      snprintf (name, sizeof name, "f%u", f);
      engine_key (e, KEY_FUNCTION, (struct fingerprint) { f, 0 },
		  f == 5 ? ODD_NAME : name);
      engine_key_set_local (e, KEY_FUNCTION, f, fingerprint_of (&f, sizeof f),
			    true);
      numbers[f] = f;
      engine_feed (e, Q_NUMBER, f, &numbers[f], sizeof *numbers,
		   fingerprint_of (&f, sizeof f));
    }
  engine_key (e, KEY_UNIT, fingerprint_of_string ("unit"), "unit.c");
  engine_add_past_event (e, EVENT_CAPTURE, start, profile_clock ());
  engine_start (e, threads);
  engine_prefetch (e, Q_TOTAL, &unit, 1);
  start = profile_clock ();
  ck_assert (engine_join (e));
  engine_add_event (e, EVENT_JOIN, start);
  ck_assert_ptr_nonnull (engine_demand (e, Q_TOTAL, 0, NULL));
  return e;
}

static char path[] = "/tmp/test-trace-XXXXXX";

static void
set_up (void)
{
  strcpy (path + strlen (path) - 6, "XXXXXX");
  int fd = mkstemp (path);
  ck_assert_int_ge (fd, 0);
  close (fd);
}

static void
tear_down (void)
{
  unlink (path);
}

/* The file, closed with a bracket and checked.  */
static char *
read_trace (void)
{
  static char text[1 << 20];
  FILE *file = fopen (path, "r");
  ck_assert_ptr_nonnull (file);
  size_t size = fread (text, 1, sizeof text - 2, file);
  fclose (file);
  ck_assert_uint_lt (size, sizeof text - 2);
  strcpy (text + size, "]");
  const char *end = skip_value (text);
  ck_assert_ptr_nonnull (end);
  ck_assert_str_eq (end, "");
  return text;
}

/* What an event's line says.  */
struct line
{
  char phase;
  char name[128], category[32];
  long process;
  unsigned track;
  double start, end;
};

static const char *
field (const char *line, const char *name)
{
  char quoted[32];
  snprintf (quoted, sizeof quoted, "\"%s\": ", name);
  const char *at = strstr (line, quoted);
  return at ? at + strlen (quoted) : NULL;
}

static void
copy_string (char *to, size_t size, const char *from)
{
  ck_assert_ptr_nonnull (from);
  size_t length = strcspn (from + 1, "\"");
  ck_assert_uint_lt (length, size);
  memcpy (to, from + 1, length);
  to[length] = '\0';
}

static struct line
read_line (const char *text)
{
  struct line l = { 0 };
  const char *args = field (text, "args");
  copy_string (l.name, sizeof l.name, field (text, "name"));
  l.phase = field (text, "ph")[1];
  l.process = strtol (field (text, "pid"), NULL, 10);
  l.track = (unsigned) strtoul (field (text, "tid"), NULL, 10);
  if (l.phase == 'X')
    {
      copy_string (l.category, sizeof l.category, field (text, "cat"));
      l.start = strtod (field (text, "ts"), NULL);
      l.end = l.start + strtod (field (text, "dur"), NULL);
      ck_assert (!args || field (args, "query"));
    }
  else
    copy_string (l.category, sizeof l.category, field (args, "name"));
  return l;
}

#define NESTING_MOST 200
/* Microseconds by which sums of decimals may be off.  */
#define CLOSE 0.01

/* Count the lines of TEXT whose category or, of metadata, name is WHAT, and
   see that events that overlap on a track lie one in the other.  */
static unsigned
check_lines (char *text, const char *what)
{
  double open[NESTING_MOST];
  unsigned n_open = 0, count = 0, track = 0;
  long process = 0;
  char *save;
  for (char *c = strtok_r (text, "\n", &save); c;
       c = strtok_r (NULL, "\n", &save))
    {
      if (*c != '{')
	continue;
      struct line l = read_line (c);
      count += strcmp (l.phase == 'X' ? l.category : l.name, what) == 0;
      if (l.phase != 'X')
	continue;
      if (l.track != track || l.process != process)
	n_open = 0;
      track = l.track;
      process = l.process;
      while (n_open > 0 && open[n_open - 1] <= l.start + CLOSE)
	n_open--;
      if (n_open > 0)
	ck_assert_msg (l.end <= open[n_open - 1] + CLOSE, "%s", c);
      ck_assert_uint_lt (n_open, NESTING_MOST);
      open[n_open++] = l.end;
    }
  return count;
}

static const unsigned thread_counts[] = { 1, 2, 8 };

START_TEST (test_tracks)
{
  struct engine *e = session (thread_counts[_i], true);
  unsigned workers = engine_threads (e);
  ck_assert (chrome_trace_append (e, path, "unit \"1\".c", "main"));
  ck_assert_uint_eq (check_lines (read_trace (), "execute"), FUNCTIONS + 1);
  ck_assert_uint_eq (check_lines (read_trace (), "thread_name"), 1 + workers);
  ck_assert_uint_eq (check_lines (read_trace (), "process_name"), 1);
  ck_assert_uint_eq (check_lines (read_trace (), "capture"), 1);
  ck_assert_uint_eq (check_lines (read_trace (), "join"), 1);
  char *text = read_trace ();
  ck_assert_ptr_nonnull (strstr (text, "\"unit \\\"1\\\".c\""));
  ck_assert_ptr_nonnull (strstr (text, "\"f \\\"5\\\"\\\\ \\u000a\\u0009"
				 "\\ufffd\xc3\xa4\""));
  for (unsigned worker = 1; worker <= workers; worker++)
    {
      char name[32];
      snprintf (name, sizeof name, "\"worker %u\"", worker);
      ck_assert_ptr_nonnull (strstr (text, name));
    }
  engine_free (e);
}
END_TEST

START_TEST (test_without_events)
{
  struct engine *e = session (1, false);
  ck_assert (chrome_trace_append (e, path, "unit.c", "main"));
  char *text = read_trace ();
  ck_assert_ptr_null (strstr (text, "\"X\""));
  ck_assert_uint_eq (check_lines (text, "thread_name"), 1);
  engine_free (e);
}
END_TEST

#define PROCESSES 12

/* Many at once into one file.  */
START_TEST (test_processes)
{
  struct engine *e = session (1, true);
  for (unsigned i = 0; i < PROCESSES; i++)
    {
      pid_t child = fork ();
      ck_assert_int_ge (child, 0);
      if (child == 0)
	_exit (chrome_trace_append (e, path, "child", "main") ? 0 : 1);
    }
  for (unsigned i = 0; i < PROCESSES; i++)
    {
      int status;
      ck_assert_int_gt (wait (&status), 0);
      ck_assert_int_eq (status, 0);
    }
  ck_assert_uint_eq (check_lines (read_trace (), "process_name"), PROCESSES);
  ck_assert_uint_eq (check_lines (read_trace (), "execute"),
		     PROCESSES * (FUNCTIONS + 1));
  engine_free (e);
}
END_TEST

/* What cannot be written whole is not written at all.  */
START_TEST (test_failures)
{
  struct engine *e = session (1, true);
  ck_assert (!chrome_trace_append (e, "/dev/null/x", "unit.c", "main"));
  ck_assert_int_eq (errno, ENOTDIR);
  if (access ("/dev/full", W_OK) == 0)
    {
      ck_assert (!chrome_trace_append (e, "/dev/full", "unit.c", "main"));
      ck_assert_int_eq (errno, ENOSPC);
    }
  ck_assert (chrome_trace_append (e, path, "first", "main"));
  char *before = strdup (read_trace ());
  signal (SIGXFSZ, SIG_IGN);
  struct rlimit limit = { strlen (before) + 500, strlen (before) + 500 };
  setrlimit (RLIMIT_FSIZE, &limit);
  ck_assert (!chrome_trace_append (e, path, "second", "main"));
  ck_assert_int_eq (errno, EFBIG);
  ck_assert_str_eq (read_trace (), before);
  free (before);
  engine_free (e);
}
END_TEST

/* Strings: UTF-8 stays, what is none is replaced.  */
static const struct
{
  const char *text, *json;
} strings[] = {
  { "", "\"\"" },
  { "plain", "\"plain\"" },
  { "\"\\/", "\"\\\"\\\\/\"" },
  { "\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\"" },
  { "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
    "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"" },
  { "\xc3", "\"\\ufffd\"" },
  { "\xe2\x82", "\"\\ufffd\\ufffd\"" },
  { "\xc0\x80\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\\ufffd\"" },
  { "\xf5\x80\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
};

START_TEST (test_strings)
{
  struct buffer b = BUFFER_INIT;
  json_add_string (&b, strings[_i].text);
  buffer_add (&b, "", 1);
  ck_assert_str_eq (b.bytes, strings[_i].json);
  buffer_release (&b);
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("trace");
  TCase *t = tcase_create ("trace");
  tcase_add_checked_fixture (t, set_up, tear_down);
  tcase_add_loop_test (t, test_tracks, 0,
		       sizeof thread_counts / sizeof *thread_counts);
  tcase_add_test (t, test_without_events);
  tcase_add_test (t, test_processes);
  tcase_add_test (t, test_failures);
  tcase_add_loop_test (t, test_strings, 0, sizeof strings / sizeof *strings);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
