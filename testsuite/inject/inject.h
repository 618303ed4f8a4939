/* inject.h - file system calls that fail, or are the last thing a process does.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Counts the calls on files below one folder that may change something or need
   room: open, mkdir, write and its kin, ftruncate, fallocate, rename, unlink,
   mmap, fsync.  The N-th can fail, that one alone or all from there on,
   or be cut short, or kill the process, before it, in the middle of it (half
   was written) or after it.

   In two ways:
   - linked into a test, which arms it by inject_arm in a child process;
   - as a library for LD_PRELOAD, told by the environment of the program:
       $CC -D_GNU_SOURCE -DINJECT_PRELOAD -I$srcdir -shared -fPIC -o inject.so \
	 $srcdir/testsuite/inject/inject.c -ldl
       INJECT_FOLDER	the folder; without it nothing happens
       INJECT_AT	N, from 1 on; 0 or nothing: only count
       INJECT_HOW	fail, fail-from, short, kill, kill-half, kill-after
       INJECT_ERROR	a number of errno.h, for the failing ones
       INJECT_COUNT	a file to which each process that made such calls
			appends how many, as a line, when it exits

   One counter for all threads.  */

#ifndef INJECT_INJECT_H
#define INJECT_INJECT_H

enum inject_how
{
  INJECT_FAIL, INJECT_FAIL_FROM, INJECT_SHORT, INJECT_KILL, INJECT_KILL_HALF,
  INJECT_KILL_AFTER
};

/* FOLDER lives as long as it is armed; NULL: disarm.  Counting begins anew when
   it is armed.  */
void inject_arm (const char *folder, unsigned long at, enum inject_how how,
		 int error);

/* Calls so far.  */
unsigned long inject_count (void);

#endif
