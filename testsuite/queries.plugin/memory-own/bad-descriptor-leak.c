/* Descriptors that nobody can close any more.  own-checks no-steps */
/* { dg-do compile } */

#include <fcntl.h>
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
    return -1;			/* { dg-warning "leak of descriptor 'fd' .CWE-775. .libqueries:descriptor-leak" } */
  close (fd);
  return b[0];
}

struct connection { int fd; };

int
in_a_local_structure (void)
{
  struct connection c;

  c.fd = socket (AF_UNIX, SOCK_STREAM, 0);
  return c.fd >= 0;		/* { dg-warning "leak of descriptor" } */
}
