/* store-url.h - how a server of the shared store is named.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     redis://[[USER:]PASSWORD@]HOST[:PORT][/DATABASE]
     redis+unix:[[USER:]PASSWORD@]PATH[?DATABASE]

   as ccache writes them, but for `=', which no plugin argument may contain.
   USER, PASSWORD, PATH and HOST may have %XX in them, and must where they have
   a `%', a comma, or what ends them.  HOST may be a name, an IPv4 address, or
   an IPv6 address in brackets.  PATH is absolute; `//' may stand before all
   that follows redis+unix:, as people write it.  An empty USER is none, and so
   is an empty PASSWORD without USER.  */

#ifndef QUERIES_STORE_URL_H
#define QUERIES_STORE_URL_H

#include <stdbool.h>
#include <stddef.h>

#define STORE_URL_PORT 6379

/* Longer ones are none.  */
#define STORE_URL_LONGEST 4096
#define STORE_URL_LONGEST_HOST 255

struct store_url
{
  char *host;			/* NULL: a socket.  */
  char *path;			/* The socket's.  */
  char *user, *password;	/* NULL: none.  */
  unsigned port, database;
  char *name;			/* For messages and hashing: without user and
				   password, with port and database, the host in
				   lower case.  Printable but for what locales
				   add.  */
};

/* Whether TEXT begins as a server's URL does, be it right or not.  */
bool store_url_is (const char *text);

/* Read the SIZE bytes at TEXT.  False, and nothing to release, if they are no
   URL; *MESSAGE (static) says why.  */
bool store_url_parse (struct store_url *url, const char *text, size_t size,
		      const char **message);
void store_url_release (struct store_url *url);

#endif
