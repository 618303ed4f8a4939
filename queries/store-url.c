/* store-url.c - how a server of the shared store is named.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/store-url.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#define TCP_SCHEME "redis://"
#define SOCKET_SCHEME "redis+unix:"

static const char no_memory[] = "out of memory";

/* A piece of the text that is read.  */
struct span
{
  const char *at;
  size_t size;
};

static bool
begins (struct span s, const char *with)
{
  size_t size = strlen (with);
  return s.size >= size && memcmp (s.at, with, size) == 0;
}

static struct span
after (struct span s, size_t size)
{
  return (struct span) { s.at + size, s.size - size };
}

/* Cut *S at the first BYTE, which neither half has; false if there is none.  */
static bool
cut (struct span *s, char byte, struct span *rest)
{
  const char *at = memchr (s->at, byte, s->size);
  if (!at)
    return false;
  *rest = after (*s, (size_t) (at - s->at) + 1);
  s->size = (size_t) (at - s->at);
  return true;
}

bool
store_url_is (const char *text)
{
  struct span s = { text, strlen (text) };
  return begins (s, "redis:") || begins (s, "rediss:")
	 || begins (s, SOCKET_SCHEME);
}

static int
hexadecimal (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* S with each %XX as the byte that it is.  */
static char *
decode (struct span s, const char **message)
{
  size_t n = 0;
  char *text = malloc (s.size + 1);
  if (!text)
    {
      *message = no_memory;
      return NULL;
    }
  for (size_t i = 0; i < s.size; i++)
    {
      unsigned char c = (unsigned char) s.at[i];
      if (c == '%')
	{
	  int high = i + 2 < s.size ? hexadecimal (s.at[i + 1]) : -1;
	  int low = i + 2 < s.size ? hexadecimal (s.at[i + 2]) : -1;
	  if (high < 0 || low < 0)
	    {
	      *message = "no two hexadecimal digits behind a `%'";
	      free (text);
	      return NULL;
	    }
	  c = (unsigned char) (high << 4 | low);
	  i += 2;
	}
      /* Names are printed, and end at a NUL.  */
      if (c < ' ' || c == 0x7f)
	{
	  *message = "a control character in it";
	  free (text);
	  return NULL;
	}
      text[n++] = (char) c;
    }
  text[n] = '\0';
  return text;
}

static bool
read_number (struct span s, unsigned least, unsigned most, unsigned *number)
{
  unsigned n = 0;
  if (s.size == 0 || s.size > 9)
    return false;
  for (size_t i = 0; i < s.size; i++)
    {
      if (s.at[i] < '0' || s.at[i] > '9')
	return false;
      n = n * 10 + (unsigned) (s.at[i] - '0');
    }
  *number = n;
  return n >= least && n <= most;
}

/* [USER:]PASSWORD.  */
static bool
read_credentials (struct store_url *url, struct span user,
		  const char **message)
{
  struct span password;
  if (!cut (&user, ':', &password))
    {
      password = user;
      user.size = 0;
    }
  if (user.size > 0 && !(url->user = decode (user, message)))
    return false;
  return (password.size == 0 && !url->user)
	 || (url->password = decode (password, message));
}

static bool
read_database (struct store_url *url, struct span s, const char **message)
{
  /* A server says for itself if it has not as many.  */
  if (read_number (s, 0, 999999999, &url->database))
    return true;
  *message = "the database is no number";
  return false;
}

static bool
is_ipv6 (const char *host)
{
  unsigned char address[16];
  char text[STORE_URL_LONGEST_HOST + 1];
  size_t size = strcspn (host, "%");	/* A zone may follow.  */
  if (size > STORE_URL_LONGEST_HOST)
    return false;
  memcpy (text, host, size);
  text[size] = '\0';
  return inet_pton (AF_INET6, text, address) == 1;
}

/* HOST[:PORT].  */
static bool
read_host (struct store_url *url, struct span host, const char **message)
{
  struct span port;
  bool has_port, bracketed = begins (host, "[");
  if (bracketed)
    {
      host = after (host, 1);
      if (!cut (&host, ']', &port) || (port.size > 0 && *port.at != ':'))
	{
	  *message = "no `]' behind the address";
	  return false;
	}
      has_port = port.size > 0;
      if (has_port)
	port = after (port, 1);
    }
  else
    has_port = cut (&host, ':', &port);
  url->port = STORE_URL_PORT;
  if (has_port && !read_number (port, 1, 65535, &url->port))
    {
      *message = "the port is no number from 1 to 65535 (IPv6 addresses stand"
		 " in brackets)";
      return false;
    }
  if (!(url->host = decode (host, message)))
    return false;
  if (!*url->host)
    *message = "no host in it";
  else if (strlen (url->host) > STORE_URL_LONGEST_HOST)
    *message = "the host's name is too long";
  else if (bracketed ? !is_ipv6 (url->host)
	   : strpbrk (url->host, " /:[]?#@") != NULL)
    *message = "no host has that name";
  else
    return true;
  return false;
}

static bool
read_tcp (struct store_url *url, struct span host, const char **message)
{
  struct span database;
  bool has_database = cut (&host, '/', &database);
  /* The last one: a password with an `@' is understood.  */
  const char *at = memrchr (host.at, '@', host.size);
  if (at)
    {
      struct span credentials = { host.at, (size_t) (at - host.at) };
      if (!read_credentials (url, credentials, message))
	return false;
      host = after (host, credentials.size + 1);
    }
  return read_host (url, host, message)
	 && (!has_database || database.size == 0
	     || read_database (url, database, message));
}

static bool
read_socket (struct store_url *url, struct span path, const char **message)
{
  struct span database;
  if (begins (path, "//"))
    path = after (path, 2);
  if (!begins (path, "/"))
    {
      const char *at = memmem (path.at, path.size, "@/", 2);
      if (!at)
	{
	  *message = "the socket's path does not begin with `/'";
	  return false;
	}
      struct span credentials = { path.at, (size_t) (at - path.at) };
      if (!read_credentials (url, credentials, message))
	return false;
      path = after (path, credentials.size + 1);
    }
  if (cut (&path, '?', &database) && !read_database (url, database, message))
    return false;
  if (!(url->path = decode (path, message)))
    return false;
  if (strlen (url->path) < sizeof ((struct sockaddr_un *) 0)->sun_path)
    return true;
  *message = "the socket's path is too long";
  return false;
}

static bool
set_name (struct store_url *url)
{
  bool colons = url->host && strchr (url->host, ':');
  int size;
  if (url->path)
    size = asprintf (&url->name, SOCKET_SCHEME "%s?%u", url->path,
		     url->database);
  else
    size = asprintf (&url->name, TCP_SCHEME "%s%s%s:%u/%u", colons ? "[" : "",
		     url->host, colons ? "]" : "", url->port, url->database);
  if (size < 0)
    {
      url->name = NULL;
      return false;
    }
  /* A zone behind `%' has capitals that count, and so has a path.  */
  for (char *c = url->name; url->host && *c && *c != '%'; c++)
    if (*c >= 'A' && *c <= 'Z')
      *c |= 0x20;
  return true;
}

bool
store_url_parse (struct store_url *url, const char *text, size_t size,
		 const char **message)
{
  struct span s = { text, size };
  bool fine;
  memset (url, 0, sizeof *url);
  *message = no_memory;
  if (size > STORE_URL_LONGEST)
    {
      *message = "too long for a server's URL";
      return false;
    }
  if (begins (s, TCP_SCHEME))
    fine = read_tcp (url, after (s, strlen (TCP_SCHEME)), message);
  else if (begins (s, SOCKET_SCHEME))
    fine = read_socket (url, after (s, strlen (SOCKET_SCHEME)), message);
  else
    {
      *message = begins (s, "rediss:")
		 ? "TLS is not spoken here: put a tunnel (stunnel) in front"
		 : "it begins neither with redis:// nor with redis+unix:";
      return false;
    }
  if (fine && set_name (url))
    return true;
  store_url_release (url);
  return false;
}

void
store_url_release (struct store_url *url)
{
  free (url->host);
  free (url->path);
  free (url->user);
  free (url->password);
  free (url->name);
  memset (url, 0, sizeof *url);
}
