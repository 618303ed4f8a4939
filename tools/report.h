/* report.h - what a command has to say, in the format that was asked for.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     text	a label and a value on each line, under headings
     tab	NAME, a tab, VALUE
     json	one object; sizes in bytes, times in seconds

   Names are for programs and never change.  Printed to stdout at once.  */

#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include <stdarg.h>
#include <stdint.h>

#include "tools/command.h"

struct report
{
  enum format format;
  bool color, begun;
};

void report_begin (struct report *r, const struct invocation *i);
void report_end (struct report *r);

/* In text only: a line in bold; and a further line.  */
void report_heading (struct report *r, const char *text);
void report_note (struct report *r, const char *format, ...)
  __attribute__ ((format (printf, 2, 3)));

void report_text (struct report *r, const char *name, const char *label,
		  const char *text);
void report_number (struct report *r, const char *name, const char *label,
		    uint64_t number);
void report_bytes (struct report *r, const char *name, const char *label,
		   uint64_t bytes);
/* As text with its part of WHOLE in percent.  */
void report_share (struct report *r, const char *name, const char *label,
		   uint64_t part, uint64_t whole);

/* A list of things that were looked at: LIST in JSON.  */
enum verdict { VERDICT_FINE, VERDICT_NOTE, VERDICT_PROBLEM };
void report_list_begin (struct report *r, const char *list);
/* ADVICE: what to do; NULL: nothing.  */
void report_item (struct report *r, enum verdict verdict, const char *topic,
		  const char *advice, const char *format, ...)
  __attribute__ ((format (printf, 5, 6)));
void report_item_v (struct report *r, enum verdict verdict, const char *topic,
		    const char *advice, const char *format,
		    va_list arguments);
/* In a list, instead of an item: what is reported until the end is its.  Not in
   text.  */
void report_object_begin (struct report *r);
void report_object_end (struct report *r);
void report_list_end (struct report *r);

#endif
