/* Library functions that the headers call by other names: what they do is known
   all the same.  own-checks no-steps */
/* { dg-do compile } */
/* { dg-options "-D_FORTIFY_SOURCE=2" } */

#include <fcntl.h>
#include <unistd.h>

int
opened (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  if (fd == 7)
    return -2;			/* { dg-warning "leak of descriptor 'fd' .CWE-775. .libqueries:descriptor-leak" } */
  close (fd);
  return 0;
}

int
read_late (int fd, char *to)
{
  close (fd);
  return read (fd, to, 4);	/* { dg-warning "'read' on closed descriptor 'fd'" } */
}
