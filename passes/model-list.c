/* model-list.c - models of functions that a user has written down.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/model-list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longest line that is read.  */
#define MOST_COLUMNS 1000

const struct model_list model_list_empty = { 0, 0 };

struct reading
{
  model_complaint *complain;
  void *data;
  struct buffer rows;		/* struct model_row: the texts' offsets.  */
  struct buffer text;
  unsigned line;
  const char *line_begin;
};

static void
complain (const struct reading *r, const char *where, size_t length,
	  const char *text)
{
  if (r->complain)
    r->complain (r->data, r->line, (unsigned) (where - r->line_begin) + 1,
		 text, where, length);
}

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static size_t
word_length (const char *text)
{
  return *text == ',' ? 1 : strcspn (text, " \t,");
}

/* Append the words of TEXT, with one blank between them and none before a
   comma; its offset.  */
static uint32_t
add_words (struct reading *r, const char *text)
{
  uint32_t offset = (uint32_t) r->text.size;
  size_t length;

  for (;;)
    {
      while (is_blank (*text))
	text++;
      if (*text == '\0')
	break;
      length = word_length (text);
      if (r->text.size > offset && *text != ',')
	buffer_add (&r->text, " ", 1);
      buffer_add (&r->text, text, length);
      text += length;
    }
  buffer_add_zero (&r->text, 1);
  return offset;
}

/* What is wrong with the row at hand, which the model's parser has at WHERE.  */
static void
complain_of_word (const struct reading *r, const char *where,
		  const char *wrong)
{
  size_t length = word_length (where);

  complain (r, where, length, wrong);
}

/* The line LINE, which ends with a NUL and may be written to.  */
static void
read_line (struct reading *r, char *line)
{
  static const char letters[]
    = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789$";
  struct model model;
  struct model_row row = { 0, 0, 0, 0 };
  const char *where, *wrong;
  char *name, *name_end, *open, *close;

  name = line;
  while (is_blank (*name))
    name++;
  if (*name == '\0')
    return;
  name_end = name + strspn (name, letters);
  open = name_end;
  while (is_blank (*open))
    open++;
  if (name_end == name || (*name >= '0' && *name <= '9'))
    {
      complain (r, name, strcspn (name, " \t("),
		"a line begins with the name of a function");
      return;
    }
  if (*open != '(')
    {
      complain (r, name, (size_t) (name_end - name),
		"arguments in parentheses are missing behind the name");
      return;
    }
  close = strchr (open, ')');
  if (!close)
    {
      complain (r, open, 1, "the parenthesis is not closed");
      return;
    }
  *name_end = *close = '\0';
  wrong = model_parse (name, close + 1, open + 1, &model, &where);
  if (wrong)
    {
      complain_of_word (r, where, wrong);
      return;
    }
  row.name = add_words (r, name);
  row.arguments = add_words (r, open + 1);
  row.result = add_words (r, close + 1);
  row.reserved = r->line;
  buffer_add (&r->rows, &row, sizeof row);
}

/* Cut the comment off LINE.  */
static void
cut_comment (char *line)
{
  for (char *p = line; *p; p++)
    if (*p == '#' && (p == line || is_blank (p[-1])))
      {
	*p = '\0';
	return;
      }
}

static void
read_lines (struct reading *r, const char *text, size_t size)
{
  const char *end = text + size;
  char line[MOST_COLUMNS + 1];

  /* Some editors begin a text with it.  */
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3;
  while (text < end)
    {
      const char *stop = memchr (text, '\n', (size_t) (end - text));
      size_t length = (size_t) ((stop ? stop : end) - text);

      r->line++;
      r->line_begin = line;
      if (memchr (text, '\0', length))
	complain (r, line, 0, "a byte of zero");
      else if (length > MOST_COLUMNS)
	complain (r, line, 0, "the line is too long");
      else
	{
	  memcpy (line, text, length);
	  if (length > 0 && line[length - 1] == '\r')
	    line[length - 1] = '\0';
	  line[length] = '\0';
	  cut_comment (line);
	  read_line (r, line);
	}
      text += length + 1;
    }
}

struct sorting
{
  const char *name;
  struct model_row row;
};

/* By name; the first line comes first.  */
static int
compare_rows (const void *a, const void *b)
{
  const struct sorting *x = a, *y = b;
  int c = strcmp (x->name, y->name);

  return c ? c : x->row.reserved < y->row.reserved ? -1
	       : x->row.reserved > y->row.reserved;
}

static uint32_t
copy_text (struct buffer *out, const char *text)
{
  uint32_t offset = (uint32_t) out->size;

  buffer_add (out, text, strlen (text) + 1);
  return offset;
}

/* The list of the rows that were read, sorted, and with texts in that order.  */
static void
finish (struct reading *r, struct buffer *out)
{
  uint32_t n = (uint32_t) (r->rows.size / sizeof (struct model_row));
  struct sorting *sorted = calloc (n + 1, sizeof *sorted);
  struct model_list head = { 0, 0 };
  struct buffer rows = BUFFER_INIT, text = BUFFER_INIT;

  if (!sorted)
    abort ();
  for (uint32_t i = 0; i < n; i++)
    {
      memcpy (&sorted[i].row, r->rows.bytes + i * sizeof (struct model_row),
	      sizeof sorted[i].row);
      sorted[i].name = r->text.bytes + sorted[i].row.name;
    }
  qsort (sorted, n, sizeof *sorted, compare_rows);
  for (uint32_t i = 0; i < n; i++)
    {
      struct model_row row = { 0, 0, 0, 0 };

      if (i > 0 && strcmp (sorted[i - 1].name, sorted[i].name) == 0)
	{
	  r->line = sorted[i].row.reserved;
	  r->line_begin = sorted[i].name;
	  complain (r, sorted[i].name, strlen (sorted[i].name),
		    "an earlier line has this function");
	  continue;
	}
      row.name = copy_text (&text, sorted[i].name);
      row.result = copy_text (&text, r->text.bytes + sorted[i].row.result);
      row.arguments = copy_text (&text,
				 r->text.bytes + sorted[i].row.arguments);
      buffer_add (&rows, &row, sizeof row);
      head.count++;
    }
  head.text_size = (uint32_t) text.size;
  buffer_add (out, &head, sizeof head);
  if (rows.size)
    buffer_add (out, rows.bytes, rows.size);
  if (text.size)
    buffer_add (out, text.bytes, text.size);
  buffer_release (&rows);
  buffer_release (&text);
  free (sorted);
}

void
model_list_read (const char *text, size_t size, model_complaint *complaint,
		 void *data, struct buffer *out)
{
  struct reading r = { complaint, data, BUFFER_INIT, BUFFER_INIT, 0, NULL };

  read_lines (&r, text, size);
  finish (&r, out);
  buffer_release (&r.rows);
  buffer_release (&r.text);
}

const struct model_row *
model_list_row (const struct model_list *l, const char *name)
{
  const struct model_row *rows = model_list_rows (l);
  uint32_t low = 0, high = l->count;

  while (low < high)
    {
      uint32_t middle = low + (high - low) / 2;
      int c = strcmp (model_list_text (l, rows[middle].name), name);

      if (c == 0)
	return &rows[middle];
      if (c < 0)
	low = middle + 1;
      else
	high = middle;
    }
  return NULL;
}

bool
model_list_find (const struct model_list *l, const char *name,
		 struct model *model)
{
  const struct model_row *row = model_list_row (l, name);
  const char *where;

  return row && !model_parse (model_list_text (l, row->name),
			      model_list_text (l, row->result),
			      model_list_text (l, row->arguments), model,
			      &where);
}
