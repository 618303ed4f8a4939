/* jobserver.h - a client of GNU make's job server.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   GNU make, "POSIX Jobserver Interaction": a process that make runs may have
   one thread at work; each further one needs a token, a byte read from make's
   pipe (or named pipe), and written back when it is done.

   The process's own right to one thread is its owner thread's.  While that
   one sleeps, a worker has it.  The owner never waits for a token when it
   wakes: then one thread too many is at work until the next worker comes to
   jobserver_must_leave, between two keys.

   All tokens go back when the process ends, also by exit.  Byte for byte: make
   wants those back that it gave.  */

#ifndef QUERIES_JOBSERVER_H
#define QUERIES_JOBSERVER_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jobserver;

/* The job server that MAKEFLAGS (the variable's text, or NULL) names: the pipe
   form "--jobserver-auth=R,W" (and the old "--jobserver-fds=") or
   "--jobserver-auth=fifo:PATH", the last one given.  NULL if there is none or
   it is out of reach: make says so itself where that is an error.  Never sets
   a flag on the file description that others share.  */
struct jobserver *jobserver_open (const char *makeflags);

/* Whether MAKEFLAGS names one, be it in reach or not.  */
bool jobserver_is_named (const char *makeflags);

/* Gives back all tokens.  No thread may be in any call.  NULL is fine.  */
void jobserver_free (struct jobserver *j);

/* A worker wants to work: sleeps until there is a token for it, or the owner's
   right.  False once jobserver_stop was called.  */
bool jobserver_enter (struct jobserver *j);

/* The same without sleeping.  */
bool jobserver_try_enter (struct jobserver *j);

/* A worker that entered goes to sleep or ends: its token goes to a worker that
   wants one, else back to make.  */
void jobserver_leave (struct jobserver *j);

/* A worker woke up in the middle of work: others may wait for that, so it
   never waits for a token.  If there is none it is one too many, as the owner
   is when it wakes.  */
void jobserver_resume (struct jobserver *j);

/* Whether more threads are at work than tokens are there: the worker should
   leave at the end of its key.  One load.  */
bool jobserver_must_leave (const struct jobserver *j);

/* The owner's thread is about to sleep; it woke.  */
void jobserver_owner_sleeps (struct jobserver *j);
void jobserver_owner_wakes (struct jobserver *j);

/* Everybody in jobserver_enter returns false, now and from now on.  */
void jobserver_stop (struct jobserver *j);

/* Tokens of make's held now, and the most there ever were.  For statistics.  */
unsigned jobserver_tokens (const struct jobserver *j);
unsigned jobserver_most (const struct jobserver *j);

#ifdef __cplusplus
}
#endif
#endif
