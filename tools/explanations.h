/* explanations.h - the pages of doc/checks, inside the program.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   explanations.c is made from the pages by the Makefile.  */

#ifndef TOOLS_EXPLANATIONS_H
#define TOOLS_EXPLANATIONS_H

struct explanation
{
  const char *name;		/* The check's; NULL ends the list.  */
  const char *text;		/* Its page.  */
};

extern const struct explanation explanations[];

#endif
