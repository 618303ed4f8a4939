/* text.h - texts for people: lines, sizes, times.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_TEXT_H
#define TOOLS_TEXT_H

#include <stdint.h>
#include <stdio.h>

/* Print TEXT, whose paragraphs are separated by empty lines, in lines of at
   most 79 columns that begin at column INDENT; the first is at COLUMN already.
   Ends with a newline.  */
void text_wrap (FILE *file, unsigned column, unsigned indent,
		const char *text);

#define TEXT_SIZE 32

/* "1.5 MiB", "3 h 20 min", into TEXT, which is returned.  */
const char *text_bytes (char text[TEXT_SIZE], uint64_t bytes);
const char *text_duration (char text[TEXT_SIZE], uint64_t seconds);
const char *text_microseconds (char text[TEXT_SIZE], double microseconds);
/* Of the local clock; SECONDS since 1970.  */
const char *text_date (char text[TEXT_SIZE], uint64_t seconds);

/* A URL list without what is between :// or : and @, for showing; into TEXT of
   SIZE bytes.  */
void text_without_passwords (char *text, size_t size, const char *urls);

#endif
