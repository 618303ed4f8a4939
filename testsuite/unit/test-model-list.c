/* test-model-list.c - what users write about functions, and what is wrong with it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <string.h>

#include "passes/all.h"
#include "testsuite/unit/suite.h"

struct told
{
  unsigned count, line, column;
  char word[64];
  const char *text;
};

static void
note (void *data, unsigned line, unsigned column, const char *text,
      const char *word, size_t length)
{
  struct told *t = data;

  t->count++;
  t->line = line;
  t->column = column;
  t->text = text;
  snprintf (t->word, sizeof t->word, "%.*s", (int) length, word);
}

static struct buffer
read_text (const char *text, struct told *t)
{
  struct buffer b = BUFFER_INIT;

  memset (t, 0, sizeof *t);
  model_list_read (text, strlen (text), note, t, &b);
  ck_assert (model_list_verify (b.bytes, b.size));
  return b;
}

START_TEST (test_rows)
{
  struct told t;
  struct buffer b = read_text ("\xef\xbb\xbf# functions of a project\n"
			       "zfree (releases zfree)\r\n"
			       "\n"
			       "   xmalloc(size)new free nonnull # of git\n"
			       "die (reads, ... -)\tnever", &t);
  const struct model_list *l = (const struct model_list *) b.bytes;
  struct model m;

  ck_assert_uint_eq (t.count, 0);
  ck_assert_uint_eq (l->count, 3);
  ck_assert (model_list_find (l, "xmalloc", &m));
  ck_assert_uint_eq (m.flags, MODEL_RESULT_IS_NEW | MODEL_RESULT_IS_NONNULL);
  ck_assert_str_eq (m.family, "free");
  ck_assert_str_eq (m.name, "xmalloc");
  ck_assert (model_list_find (l, "zfree", &m));
  ck_assert_uint_eq (m.argument[0].does, MODEL_RELEASES);
  ck_assert (model_list_find (l, "die", &m));
  ck_assert_uint_eq (m.flags, MODEL_NEVER_RETURNS);
  ck_assert (!model_list_find (l, "malloc", &m));
  ck_assert (!model_list_find (&model_list_empty, "die", &m));
  buffer_release (&b);
}
END_TEST

/* What makes no difference is not in the list.  */
START_TEST (test_same)
{
  struct told t;
  struct buffer a = read_text ("f (reads, -) never\ng () nonnull\n", &t);
  struct buffer b = read_text ("# x\n g()  nonnull#x\ng ( )  nonnull # x\n\n"
			       "f ( reads ,- )  never \n", &t);

  /* `#x' is no comment: no blank is before it.  */
  ck_assert_uint_eq (t.count, 1);
  ck_assert_str_eq (t.word, "nonnull#x");
  ck_assert_uint_eq (a.size, b.size);
  ck_assert_mem_eq (a.bytes, b.bytes, a.size);
  buffer_release (&a);
  buffer_release (&b);
}
END_TEST

static const struct
{
  const char *text;
  unsigned line, column;
  const char *word, *says;
} bad[] = {
  { "f (reads)\n (reads)", 2, 2, "", "begins with the name" },
  { "7up (reads)", 1, 1, "7up", "begins with the name" },
  { "- (reads)", 1, 1, "-", "begins with the name" },
  { "\n\nfree", 3, 1, "free", "parentheses are missing" },
  { "free releases free", 1, 1, "free", "parentheses are missing" },
  { "f (reads", 1, 3, "(", "not closed" },
  { "f (reads, raeds)", 1, 11, "raeds", "no such word about an argument" },
  { "f (reads) nwe free", 1, 11, "nwe", "no such word about a result" },
  { "f (reads) new", 1, 11, "new", "name of a function is missing" },
  { "f (releases, -)", 1, 4, "releases", "name of a function is missing" },
  { "f () argument 9", 1, 6, "argument", "number of an argument" },
  { "f (-,-,-,-,-,-,-,-,-)", 1, 19, ",", "too many arguments" },
  { "f (reads ... -)", 1, 10, "...", "comes first" },
  { "f (reads)\ng ()\nf (writes)", 3, 1, "f", "an earlier line" },
  { "f (((", 1, 3, "(", "not closed" }
};

/* The line is left out, and all others are there.  */
START_TEST (test_bad)
{
  struct told t;
  char text[200];
  struct buffer b;
  struct model m;

  snprintf (text, sizeof text, "%s\nlast () never\n", bad[_i].text);
  b = read_text (text, &t);
  ck_assert_uint_eq (t.count, 1);
  ck_assert_uint_eq (t.line, bad[_i].line);
  ck_assert_uint_eq (t.column, bad[_i].column);
  ck_assert_str_eq (t.word, bad[_i].word);
  ck_assert_msg (strstr (t.text, bad[_i].says), "%s", t.text);
  ck_assert (model_list_find ((const struct model_list *) b.bytes, "last",
			      &m));
  buffer_release (&b);
}
END_TEST

START_TEST (test_bytes)
{
  static const char zero[] = "f (reads)\ng (re\0ads)\nh ()\n";
  struct told t = { 0, 0, 0, "", NULL };
  struct buffer b = BUFFER_INIT;
  char text[2100];

  model_list_read (zero, sizeof zero - 1, note, &t, &b);
  ck_assert_uint_eq (t.count, 1);
  ck_assert_uint_eq (t.line, 2);
  ck_assert_uint_eq (((const struct model_list *) b.bytes)->count, 2);
  buffer_release (&b);

  memset (text, ' ', sizeof text);
  memcpy (text, "f ()", 4);
  memcpy (text + 1500, "\ng ()", 6);
  b = read_text (text, &t);
  ck_assert_uint_eq (t.count, 1);
  ck_assert_uint_eq (t.line, 1);
  ck_assert_uint_eq (((const struct model_list *) b.bytes)->count, 1);
  buffer_release (&b);
}
END_TEST

static uint32_t
next_random (uint32_t *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* Whatever is read: a list that is one, sorted, of rows that can be read.  */
START_TEST (test_random)
{
  static const char *const pieces[]
    = { "f", "g", "zmalloc", " ", " ", " ", "(", ")", ",", "\n", "\n", "#",
	"new", "free", "reads", "writes", "...", "-", "never", "argument",
	"3", "9", "releases", "resizes", "maybe-null", "\t", "\r", "\xff",
	"inside", "size", "f (reads) new free\n" };
  uint32_t random = 1;
  unsigned n = is_long () ? 200000 : 10000;

  for (unsigned i = 0; i < n; i++)
    {
      struct buffer text = BUFFER_INIT, b = BUFFER_INIT;
      unsigned count = next_random (&random) % 60;
      const struct model_list *l;
      const struct model_row *rows;
      struct model m;

      for (unsigned j = 0; j < count; j++)
	{
	  const char *piece = pieces[next_random (&random)
				     % (sizeof pieces / sizeof *pieces)];

	  buffer_add (&text, piece, strlen (piece));
	}
      buffer_add_zero (&text, 1);
      model_list_read (text.bytes, text.size - 1, NULL, NULL, &b);
      require_message (model_list_verify (b.bytes, b.size), "%s",
		       text.bytes);
      l = (const struct model_list *) b.bytes;
      rows = model_list_rows (l);
      for (uint32_t j = 0; j < l->count; j++)
	{
	  const char *name = model_list_text (l, rows[j].name);

	  require_message (model_list_find (l, name, &m), "%s", name);
	  require_message (j == 0
			   || strcmp (model_list_text (l, rows[j - 1].name),
				      name) < 0, "%s", name);
	}
      buffer_release (&text);
      buffer_release (&b);
    }
}
END_TEST

static Suite *
model_list_suite (void)
{
  Suite *suite = suite_create ("model-list");
  TCase *cases = tcase_create ("model-list");

  tcase_add_test (cases, test_rows);
  tcase_add_test (cases, test_same);
  tcase_add_loop_test (cases, test_bad, 0, sizeof bad / sizeof *bad);
  tcase_add_test (cases, test_bytes);
  tcase_add_test (cases, test_random);
  suite_add_tcase (suite, cases);
  return suite;
}

MAIN (model_list_suite)
