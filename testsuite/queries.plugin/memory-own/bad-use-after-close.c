/* Descriptors that are used when they are closed.  own-checks no-steps */
/* { dg-do compile } */

#include <fcntl.h>
#include <unistd.h>

int
after (int fd)
{
  char c;

  close (fd);
  return read (fd, &c, 1);	/* { dg-warning "'read' on closed descriptor 'fd' .CWE-910. .libqueries:use-after-close" } */
}

struct connection { int fd; };

long
through_memory (struct connection *c)
{
  close (c->fd);
  return write (c->fd, "x", 1);	/* { dg-warning "'write' on closed descriptor" } */
}
