/* redis-process.h - a real server for a test, which ends with it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef UNIT_REDIS_PROCESS_H
#define UNIT_REDIS_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

struct redis
{
  pid_t pid;
  unsigned port;
  char folder[64], socket[96];
  char tcp_url[64], socket_url[128];
  struct redisContext *admin;	/* Let in before there is a password.  */
};

/* Whether redis-server can be run.  */
bool redis_is_there (void);

/* Start a server that listens on a free port of the loopback device and on a
   socket, keeps nothing, and dies with the calling thread; wait until it
   answers.  Ends the process if that fails.  */
void redis_start (struct redis *r);

/* SIGKILL, and its folder is gone.  */
void redis_stop (struct redis *r);

/* SIGKILL, and another one in its place.  */
void redis_restart (struct redis *r);

/* Seen from outside, it stops in the midst of things; and goes on.  */
void redis_freeze (struct redis *r);
void redis_thaw (struct redis *r);

/* Run a command (a format as hiredis has it) and return what it answers, an
   integer as digits, nil as "nil", errors with `-' before them.  Valid until the
   next call.  */
const char *redis_run (struct redis *r, const char *format, ...);

#endif
