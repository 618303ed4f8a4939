/* doctor.h - the parts of queries doctor.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each part looks at one thing and reports what it sees.  */

#ifndef TOOLS_DOCTOR_H
#define TOOLS_DOCTOR_H

#include "tools/report.h"

struct doctor
{
  struct invocation *invocation;
  struct report report;
  unsigned n_problems;
};

/* Report one thing, as report_item does, and count it.  */
void doctor_tell (struct doctor *d, enum verdict verdict, const char *topic,
		  const char *advice, const char *format, ...)
  __attribute__ ((format (printf, 5, 6)));

void doctor_compiler (struct doctor *d);
void doctor_ccache (struct doctor *d);
void doctor_folder (struct doctor *d);
void doctor_servers (struct doctor *d);

/* The compiler's command as words, which point into TEXT of SIZE bytes; at
   most MOST - 1, and a NULL behind them.  Returns their number.  */
unsigned doctor_compiler_words (const struct doctor *d, char *text,
				size_t size, char **words, unsigned most);

#endif
