/* fake-server.h - a thread that answers as no server should.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Each connection gets the same: after the first bytes of a request (or before
   any, EARLY) HEAD and ANSWER, PIECE bytes at a time, then what THEN says.  */

#ifndef UNIT_FAKE_SERVER_H
#define UNIT_FAKE_SERVER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum fake_then
{
  FAKE_HANG_UP,
  FAKE_HOLD,			/* Listen, and say nothing more.  */
  FAKE_REPEAT,			/* ANSWER again, without end.  */
  FAKE_STALL			/* Neither listen nor speak.  */
};

struct fake_script
{
  const char *head;		/* NULL: none.  */
  const char *answer;
  size_t size;			/* Of ANSWER; 0: strlen.  */
  size_t piece;			/* 0: all at once.  */
  unsigned pause;		/* Microseconds between pieces.  */
  bool early;
  enum fake_then then;
  bool tcp;			/* On the loopback device.  */
};

struct fake_server
{
  struct fake_script script;
  char url[128];
  char path[108];		/* Of the socket; "" if it is none.  */
  int listener, stop[2];	/* A pipe; readable when it is over.  */
  pthread_t thread;
  atomic_uint connections, answers;	/* Whole ones that were sent.  */
};

/* FOLDER: where the socket may be.  */
void fake_start (struct fake_server *f, const char *folder,
		 const struct fake_script *script);
/* Wait until F, which is EARLY, has answered whoever connects to it.  */
void fake_wait (struct fake_server *f);
void fake_stop (struct fake_server *f);

#endif
