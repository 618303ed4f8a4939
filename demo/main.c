/* main.c - reads lines, prints the sum.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "inventory.h"

static struct table stock;

static int
read_all (FILE *file)
{
  char line[256], name[64];
  int amount;
  while (fgets (line, sizeof line, file))
    {
      line[strcspn (line, "\n")] = '\0';
      if (parse_line (line, name, sizeof name, &amount) < 0)
	return -1;
      table_add (&stock, name, amount);	/* planted: unused-result */
    }
  return 0;
}

int
main (void)
{
  if (read_all (stdin) < 0)
    journal_fatal ("a line that is none");
  if (journal_write ("read") < 0)
    return 1;
  printf ("%u items, total %d, average %d\n", (unsigned) stock.count,
	  inventory_total (&stock), inventory_average (&stock));
  table_release (&stock);
  return 0;
}
