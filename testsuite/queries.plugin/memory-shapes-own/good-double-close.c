/* Descriptors that are closed once on each way, or are others the second time.
   own-checks */
/* { dg-do compile } */

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection { int fd, is_open; struct connection *next; };

int
save (const char *name, const void *p, size_t n)
{
  int fd = open (name, O_WRONLY | O_CREAT, 0666), r;

  if (fd < 0)
    return -1;
  if (write (fd, p, n) < 0)
    goto fail;
  r = close (fd);
  fd = -1;
  if (r == 0)
    return 0;
fail:
  if (fd >= 0)
    close (fd);
  return -1;
}

static void
hang_up (int fd)
{
  shutdown (fd, SHUT_RDWR);
  close (fd);
}

static void
finish (int fd)
{
  hang_up (fd);
}

int
answer (int fd)
{
  if (write (fd, "+OK\r\n", 5) != 5)
    {
      finish (fd);
      return -1;
    }
  close (fd);
  return 0;
}

/* Only if it is not the same.  */
void
both (int in, int out)
{
  close (in);
  if (out != in)
    close (out);
}

static void
disconnect (struct connection *c)
{
  if (c->fd >= 0)
    close (c->fd);
  c->fd = -1;
}

void
disconnect_twice (struct connection *c)
{
  disconnect (c);
  disconnect (c);
}

void
disconnect_all (struct connection *c)
{
  for (; c; c = c->next)
    close (c->fd);
}

int
reconnect (struct connection *c, const char *name)
{
  close (c->fd);
  c->fd = open (name, O_RDWR);
  if (c->fd < 0)
    return -1;
  return close (c->fd);
}

/* The same number, and another file.  */
int
replace (int fd, int by)
{
  close (fd);
  if (dup2 (by, fd) < 0)
    return -1;
  return close (fd);
}

int
closed_by_flag (int fd, int is_own)
{
  int r = 0;

  if (is_own)
    r = close (fd);
  if (!is_own)
    r = close (fd);
  return r;
}

int
serve (int listening)
{
  for (;;)
    {
      int fd = accept (listening, NULL, NULL);

      if (fd < 0)
	return -1;
      if (write (fd, "hello\n", 6) < 0)
	{
	  close (fd);
	  continue;
	}
      close (fd);
    }
}

/* Both ends.  */
void
close_pair (int pair[2])
{
  close (pair[0]);
  close (pair[1]);
}

void
close_some (int *fds, int n)
{
  for (int i = 0; i < n; i++)
    close (fds[i]);
}

/* Some systems want it tried again.  */
int
close_patiently (int fd)
{
  int r;

  while ((r = close (fd)) < 0 && errno == EINTR)
    continue;
  return r;
}

/* All that may be open.  */
void
close_all_but (int keep)
{
  for (int fd = 3; fd < 1024; fd++)
    if (fd != keep)
      close (fd);
}
