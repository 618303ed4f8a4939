/* remote-client.h - tests' own use of servers.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Where something is to succeed the timeouts are LONG, so that a loaded machine
   cannot make it fail; where it is to fail they are SHORT.  */

#ifndef UNIT_REMOTE_CLIENT_H
#define UNIT_REMOTE_CLIENT_H

#include "queries/store-remote.h"

enum { LONG = 30000, SHORT = 60 };	/* Milliseconds.  */

/* What the fake servers have: "one", nothing, "three".  */
#define ANSWER "*3\r\n$3\r\none\r\n$-1\r\n$5\r\nthree\r\n"

/* Of each test: an empty folder, and what was counted.  */
extern char remote_folder[64];
extern struct store_counters remote_counters;
void remote_set_up (void);
void remote_tear_down (void);

/* Seconds.  */
double remote_now (void);

struct store_remote *remote_open (const char *url, unsigned milliseconds);

/* Ask for the three: a bit for each that was given, bit 31 for a wrong one;
   TAKE is what notes it in the unsigned DATA.  */
unsigned remote_get (struct store_remote *r);
bool remote_take (void *data, size_t index, const void *bytes, size_t size);

/* Write N (16 at most) values of SIZE bytes.  Returns how many are there.  */
size_t remote_put (struct store_remote *r, unsigned n, size_t size);

#endif
