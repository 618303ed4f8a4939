/* redis-process.c - a real server for a test, which ends with it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifdef HAVE_HIREDIS

#include "testsuite/unit/redis-process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Of another process that takes a port just when it was found to be free.  */
#define ATTEMPTS 5

static void
must (bool fine, const char *what)
{
  if (fine)
    return;
  fprintf (stderr, "redis-process: %s\n", what);
  abort ();
}

bool
redis_is_there (void)
{
  return system ("redis-server --version > /dev/null 2>&1") == 0;
}

static unsigned
free_port (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  int fd = socket (AF_INET, SOCK_STREAM, 0);
  must (bind (fd, (struct sockaddr *) &address, size) == 0, "no port");
  getsockname (fd, (struct sockaddr *) &address, &size);
  close (fd);
  return ntohs (address.sin_port);
}

static void
run_server (const struct redis *r, pid_t parent)
{
  char port[16];
  int nowhere = open ("/dev/null", O_RDWR);
  dup2 (nowhere, 0);
  dup2 (nowhere, 1);
  dup2 (nowhere, 2);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (1);
  snprintf (port, sizeof port, "%u", r->port);
  execlp ("redis-server", "redis-server", "--port", port, "--bind",
	  "127.0.0.1", "--unixsocket", r->socket, "--dir", r->folder,
	  "--save", "", "--appendonly", "no", "--daemonize", "no",
	  (char *) NULL);
  _exit (1);
}

/* Wait until R answers; false if it has ended.  */
static bool
is_up (struct redis *r)
{
  struct timeval patience = { 20, 0 };
  for (unsigned i = 0; i < 20000; i++)
    {
      if (waitpid (r->pid, NULL, WNOHANG) != 0)
	return false;
      r->admin = redisConnectUnixWithTimeout (r->socket, patience);
      redisReply *reply = r->admin && !r->admin->err
			  ? redisCommand (r->admin, "PING") : NULL;
      bool answers = reply && reply->type == REDIS_REPLY_STATUS;
      if (reply)
	freeReplyObject (reply);
      if (answers)
	return true;
      redisFree (r->admin);
      r->admin = NULL;
      usleep (1000);
    }
  return false;
}

static bool
try_to_start (struct redis *r)
{
  pid_t parent = getpid ();
  r->pid = fork ();
  must (r->pid >= 0, "no process");
  if (r->pid == 0)
    run_server (r, parent);
  return is_up (r);
}

void
redis_start (struct redis *r)
{
  memset (r, 0, sizeof *r);
  strcpy (r->folder, "/tmp/test-redis-XXXXXX");
  must (mkdtemp (r->folder) != NULL, "no folder");
  snprintf (r->socket, sizeof r->socket, "%s/socket", r->folder);
  snprintf (r->socket_url, sizeof r->socket_url, "redis+unix:%s", r->socket);
  for (unsigned i = 0; i < ATTEMPTS; i++)
    {
      r->port = free_port ();
      snprintf (r->tcp_url, sizeof r->tcp_url, "redis://127.0.0.1:%u",
		r->port);
      if (try_to_start (r))
	return;
    }
  must (false, "redis-server does not start");
}

static void
kill_server (struct redis *r)
{
  kill (r->pid, SIGKILL);
  waitpid (r->pid, NULL, 0);
  redisFree (r->admin);
  r->admin = NULL;
  unlink (r->socket);
}

void
redis_stop (struct redis *r)
{
  char dump[96];
  kill_server (r);
  /* A replica has what its master sent.  */
  snprintf (dump, sizeof dump, "%s/dump.rdb", r->folder);
  unlink (dump);
  rmdir (r->folder);
}

void
redis_restart (struct redis *r)
{
  kill_server (r);
  must (try_to_start (r), "redis-server does not start again");
}

void
redis_freeze (struct redis *r)
{
  int status;
  kill (r->pid, SIGSTOP);
  waitpid (r->pid, &status, WUNTRACED);
}

void
redis_thaw (struct redis *r)
{
  kill (r->pid, SIGCONT);
}

const char *
redis_run (struct redis *r, const char *format, ...)
{
  static char text[1 << 16];
  va_list arguments;
  va_start (arguments, format);
  redisReply *reply = redisvCommand (r->admin, format, arguments);
  va_end (arguments);
  must (reply != NULL, "the server is gone");
  switch (reply->type)
    {
    case REDIS_REPLY_INTEGER:
      snprintf (text, sizeof text, "%lld", reply->integer);
      break;
    case REDIS_REPLY_NIL:
      strcpy (text, "nil");
      break;
    case REDIS_REPLY_ARRAY:
      snprintf (text, sizeof text, "%s", reply->elements
		? reply->element[reply->elements - 1]->str : "");
      break;
    default:
      snprintf (text, sizeof text, "%s%s",
		reply->type == REDIS_REPLY_ERROR ? "-" : "", reply->str);
    }
  freeReplyObject (reply);
  return text;
}

#endif
