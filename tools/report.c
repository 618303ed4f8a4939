/* report.c - what a command has to say, in the format that was asked for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "queries/json.h"
#include "tools/text.h"

/* Where values begin.  */
#define COLUMN 34

static void
print_json_string (const char *text)
{
  struct buffer b = BUFFER_INIT;
  json_add_string (&b, text);
  fwrite (b.bytes, 1, b.size, stdout);
  buffer_release (&b);
}

void
report_begin (struct report *r, const struct invocation *i)
{
  *r = (struct report) { .format = i->format, .color = i->color };
  if (r->format == FORMAT_JSON)
    printf ("{");
}

void
report_end (struct report *r)
{
  if (r->format == FORMAT_JSON)
    printf ("}\n");
}

/* What stands before a value called NAME in JSON and between tabs.  */
static void
print_name (struct report *r, const char *name)
{
  if (r->format == FORMAT_TAB)
    printf ("%s\t", name);
  else
    {
      printf (r->begun ? ", " : "");
      print_json_string (name);
      printf (": ");
    }
  r->begun = true;
}

void
report_heading (struct report *r, const char *text)
{
  if (r->format == FORMAT_TEXT)
    printf (r->color ? "\033[1m%s\033[0m\n" : "%s\n", text);
}

void
report_note (struct report *r, const char *format, ...)
{
  if (r->format != FORMAT_TEXT)
    return;
  va_list arguments;
  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  printf ("\n");
}

static void
print_label (const char *label)
{
  printf ("%-*s ", COLUMN, label);
}

/* As one line, with nothing in it that a terminal would obey.  */
static void
print_line (const char *text)
{
  for (; *text; text++)
    if (*text == '\n' || *text == '\t')
      putchar (' ');
    else
      putchar ((unsigned char) *text < ' ' || *text == 127 ? '?' : *text);
  putchar ('\n');
}

void
report_text (struct report *r, const char *name, const char *label,
	     const char *text)
{
  if (r->format == FORMAT_JSON)
    {
      print_name (r, name);
      print_json_string (text);
      return;
    }
  if (r->format == FORMAT_TAB)
    print_name (r, name);
  else
    print_label (label);
  print_line (text);
}

/* True if that was all there is to do.  */
static bool
print_plain_number (struct report *r, const char *name, uint64_t number)
{
  if (r->format == FORMAT_TEXT)
    return false;
  print_name (r, name);
  printf (r->format == FORMAT_TAB ? "%" PRIu64 "\n" : "%" PRIu64, number);
  return true;
}

void
report_number (struct report *r, const char *name, const char *label,
	       uint64_t number)
{
  if (print_plain_number (r, name, number))
    return;
  print_label (label);
  printf ("%10" PRIu64 "\n", number);
}

void
report_bytes (struct report *r, const char *name, const char *label,
	      uint64_t bytes)
{
  char text[TEXT_SIZE];
  if (print_plain_number (r, name, bytes))
    return;
  print_label (label);
  printf ("%10s\n", text_bytes (text, bytes));
}

void
report_share (struct report *r, const char *name, const char *label,
	      uint64_t part, uint64_t whole)
{
  if (print_plain_number (r, name, part))
    return;
  print_label (label);
  printf ("%10" PRIu64, part);
  if (whole > 0)
    printf (" of %" PRIu64 " (%.1f %%)", whole,
	    100.0 * (double) part / (double) whole);
  printf ("\n");
}

void
report_list_begin (struct report *r, const char *list)
{
  if (r->format == FORMAT_JSON)
    {
      print_name (r, list);
      printf ("[");
      r->begun = false;
    }
}

void
report_object_begin (struct report *r)
{
  if (r->format == FORMAT_JSON)
    printf (r->begun ? ", {" : "{");
  r->begun = false;
}

void
report_object_end (struct report *r)
{
  if (r->format == FORMAT_JSON)
    printf ("}");
  r->begun = true;
}

void
report_list_end (struct report *r)
{
  if (r->format == FORMAT_JSON)
    {
      printf ("]");
      r->begun = true;
    }
}

static const char *const verdict_names[] = { "fine", "note", "problem" };

/* Green, yellow, red.  */
static const unsigned verdict_colors[] = { 32, 33, 31 };

static void
print_json_item (struct report *r, enum verdict verdict, const char *topic,
		 const char *advice, const char *text)
{
  printf ("%s{\"verdict\": \"%s\", \"topic\": \"%s\", \"text\": ",
	  r->begun ? ", " : "", verdict_names[verdict], topic);
  print_json_string (text);
  if (advice)
    {
      printf (", \"advice\": ");
      print_json_string (advice);
    }
  printf ("}");
  r->begun = true;
}

void
report_item (struct report *r, enum verdict verdict, const char *topic,
	     const char *advice, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  report_item_v (r, verdict, topic, advice, format, arguments);
  va_end (arguments);
}

void
report_item_v (struct report *r, enum verdict verdict, const char *topic,
	       const char *advice, const char *format, va_list arguments)
{
  char text[4096];
  vsnprintf (text, sizeof text, format, arguments);
  if (r->format == FORMAT_JSON)
    {
      print_json_item (r, verdict, topic, advice, text);
      return;
    }
  if (r->format == FORMAT_TAB)
    {
      printf ("%s\t%s\t", verdict_names[verdict], topic);
      print_line (text);
      return;
    }
  if (r->color)
    printf ("\033[%um%-7s\033[0m ", verdict_colors[verdict],
	    verdict_names[verdict]);
  else
    printf ("%-7s ", verdict_names[verdict]);
  printf ("%-10s ", topic);
  print_line (text);
  if (advice)
    text_wrap (stdout, 0, 19, advice);
}
