/* Used before, or no longer the same.  own-checks */
/* { dg-do compile } */

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
before (int fd)
{
  char c;
  int n = read (fd, &c, 1);

  close (fd);
  printf ("%d\n", fd);
  return n;
}

struct connection { int fd; };

void reconnect (struct connection *);

long
through_memory (struct connection *c)
{
  close (c->fd);
  reconnect (c);
  return write (c->fd, "x", 1);
}

int
kept_apart (int fd, int c)
{
  char b;

  if (c)
    close (fd);
  if (!c)
    return read (fd, &b, 1);
  return 0;
}
