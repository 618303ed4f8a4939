/* fake-server.c - a thread that answers as no server should.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/unit/fake-server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void
must (bool fine, const char *what)
{
  if (fine)
    return;
  perror (what);
  abort ();
}

/* Wait for EVENTS on FD; false if it is all over.  */
static bool
wait_for (struct fake_server *f, int fd, short events)
{
  struct pollfd fds[] = { { .fd = fd, .events = events },
			  { .fd = f->stop[0], .events = POLLIN } };
  while (poll (fds, 2, -1) < 0)
    ;
  return fds[1].revents == 0;
}

/* False if the other side has had enough.  */
static bool
send_all (struct fake_server *f, int fd, const char *bytes, size_t size)
{
  while (size > 0 && wait_for (f, fd, POLLOUT))
    {
      ssize_t n = send (fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0)
	return false;
      bytes += n;
      size -= (size_t) n;
    }
  return size == 0;
}

static bool
send_answer (struct fake_server *f, int fd)
{
  const struct fake_script *s = &f->script;
  size_t piece = s->piece ? s->piece : s->size;
  for (size_t at = 0; at < s->size; at += piece)
    {
      size_t left = s->size - at;
      if (!send_all (f, fd, s->answer + at, left < piece ? left : piece))
	return false;
      if (s->pause)
	usleep (s->pause);
    }
  return true;
}

/* False if the other side has hung up.  */
static bool
hear (struct fake_server *f, int fd)
{
  char bytes[4096];
  return wait_for (f, fd, POLLIN)
	 && recv (fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0;
}

static void
serve (struct fake_server *f, int fd)
{
  if (!f->script.early && !hear (f, fd))
    return;
  if (f->script.head
      && !send_all (f, fd, f->script.head, strlen (f->script.head)))
    return;
  if (!send_answer (f, fd))
    return;
  atomic_fetch_add (&f->answers, 1);
  switch (f->script.then)
    {
    case FAKE_HANG_UP:
      return;
    case FAKE_HOLD:
      while (hear (f, fd))
	;
      return;
    case FAKE_REPEAT:
      while (send_answer (f, fd))
	;
      return;
    case FAKE_STALL:
      /* Until it is over.  */
      wait_for (f, -1, 0);
    }
}

static void *
run (void *data)
{
  struct fake_server *f = data;
  while (wait_for (f, f->listener, POLLIN))
    {
      int fd = accept (f->listener, NULL, NULL);
      if (fd < 0)
	continue;
      atomic_fetch_add (&f->connections, 1);
      serve (f, fd);
      close (fd);
    }
  return NULL;
}

static void
listen_on_tcp (struct fake_server *f)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  f->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  must (bind (f->listener, (struct sockaddr *) &address, size) == 0, "bind");
  getsockname (f->listener, (struct sockaddr *) &address, &size);
  snprintf (f->url, sizeof f->url, "redis://127.0.0.1:%u",
	    ntohs (address.sin_port));
}

static void
listen_on_socket (struct fake_server *f, const char *folder)
{
  static unsigned number;
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  snprintf (f->path, sizeof f->path, "%s/fake-%u", folder, number++);
  strcpy (address.sun_path, f->path);
  snprintf (f->url, sizeof f->url, "redis+unix:%s", f->path);
  f->listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  must (bind (f->listener, (struct sockaddr *) &address, sizeof address) == 0,
	"bind");
}

void
fake_start (struct fake_server *f, const char *folder,
	    const struct fake_script *script)
{
  memset (f, 0, sizeof *f);
  f->script = *script;
  if (script->size == 0 && script->answer)
    f->script.size = strlen (script->answer);
  if (script->tcp)
    listen_on_tcp (f);
  else
    listen_on_socket (f, folder);
  must (listen (f->listener, 16) == 0, "listen");
  must (pipe (f->stop) == 0, "pipe");
  must (pthread_create (&f->thread, NULL, run, f) == 0, "pthread_create");
}

void
fake_wait (struct fake_server *f)
{
  while (atomic_load (&f->answers) == 0)
    usleep (100);
}

void
fake_stop (struct fake_server *f)
{
  close (f->stop[1]);
  pthread_join (f->thread, NULL);
  close (f->stop[0]);
  close (f->listener);
  if (*f->path)
    unlink (f->path);
}
