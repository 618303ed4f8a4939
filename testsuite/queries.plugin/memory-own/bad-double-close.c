/* Descriptors that are closed twice.  own-checks no-steps */
/* { dg-do compile } */

#include <fcntl.h>
#include <unistd.h>

int
twice (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd == -1)
    return -1;
  close (fd);
  return close (fd);		/* { dg-warning "double 'close' of descriptor 'fd' .CWE-1341. .libqueries:double-close" } */
}

void
on_one_way (int fd, int c)
{
  if (c)
    close (fd);
  close (fd);			/* { dg-warning "double 'close' of descriptor 'fd'" } */
}
