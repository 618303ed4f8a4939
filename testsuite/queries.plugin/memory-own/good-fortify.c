/* What the headers call by other names, without a fault.  */
/* { dg-do compile } */
/* { dg-options "-D_FORTIFY_SOURCE=2" } */

#include <fcntl.h>
#include <unistd.h>

int
opened (const char *name)
{
  int fd = open (name, O_RDONLY), result;
  char b[4];

  if (fd < 0)
    return -1;
  result = read (fd, b, sizeof b) == sizeof b ? b[3] : -1;
  close (fd);
  return result;
}
