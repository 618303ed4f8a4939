/* parse.c - "NAME AMOUNT" lines.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "inventory.h"

/* Digits at TEXT; -1 if there are none.  */
static int
digits (const char *text)
{
  int value = 0;
  if (*text < '0' || *text > '9')
    return -1;
  for (; *text >= '0' && *text <= '9'; text++)
    value = clamp (value * 10 + (*text - '0'), 0, 1000000);
  return value;
}

/* What a word in place of a number stands for.  */
static int
word_amount (const char *word)
{
  switch (*word)
    {
    case 'd':
      return 12;
    case 'n':
      return 0;
    case 's':
      return 20;
    }
}				/* planted: function-return */

int
parse_line (const char *line, char *name, size_t size, int *amount)
{
  const char *space = strchr (line, ' ');
  size_t length;
  if (space == NULL)
    return -1;
  length = (size_t) (space - line);
  if (length + 1 > size)
    return -1;
  memcpy (name, line, length);
  name[length] = '\0';
  *amount = digits (space + 1);
  if (*amount < 0)
    *amount = word_amount (space + 1);
  return 0;
}
