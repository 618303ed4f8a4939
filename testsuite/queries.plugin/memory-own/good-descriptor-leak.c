/* Descriptors that are closed, returned, kept, or standard ones.  own-checks */
/* { dg-do compile } */

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int
on_an_error (const char *name)
{
  char b[4];
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  if (read (fd, b, 4) != 4)
    {
      close (fd);
      return -1;
    }
  close (fd);
  return b[0];
}

int
returned (const char *name)
{
  return open (name, O_RDONLY);
}

void keep (int);

int
given_away (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  keep (fd);
  return 0;
}

static void
keep_here (int fd)
{
  keep (fd);
}

int
given_to_one_of_ours (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  keep_here (fd);
  return 0;
}

struct connection { int fd; };

int
stored (struct connection *c)
{
  c->fd = socket (AF_UNIX, SOCK_STREAM, 0);
  return c->fd >= 0;
}

/* The first three stay open for who comes after.  */
void
standard_ones (int null)
{
  int fd = dup (null);

  if (fd > 2)
    close (fd);
}

FILE *
as_a_stream (const char *name)
{
  int fd = open (name, O_RDONLY);
  FILE *f;

  if (fd < 0)
    return NULL;
  f = fdopen (fd, "r");
  if (!f)
    close (fd);
  return f;
}

int
in_a_loop (int n)
{
  int s = -1;

  for (int i = 0; i < n; i++)
    {
      s = socket (AF_UNIX, SOCK_STREAM, 0);
      if (s < 0)
	break;
      if (i & 1)
	{
	  close (s);
	  continue;
	}
      close (s);
    }
  return 0;
}
