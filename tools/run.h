/* run.h - another program, run for what it prints.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef TOOLS_RUN_H
#define TOOLS_RUN_H

#include <stdbool.h>
#include <stddef.h>

/* Nobody waits for longer than that.  */
#define RUN_SECONDS 20

/* Run ARGUMENTS[0], looked for in PATH, without input.  OUTPUT, of SIZE bytes,
   gets the beginning of what it prints on stdout and stderr, without the last
   newline.  Returns its exit status; -1 if it could not be run, was killed, or
   took too long.  */
int run (char *const *arguments, char *output, size_t size);

/* The path of the program called NAME, as PATH has it, into PATH of SIZE
   bytes.  */
bool run_find (const char *name, char *path, size_t size);

#endif
