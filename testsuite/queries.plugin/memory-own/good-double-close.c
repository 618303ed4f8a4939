/* Closed once, tried again, or opened anew.  own-checks */
/* { dg-do compile } */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void
on_one_way (int fd, int c)
{
  if (c)
    close (fd);
  else
    close (fd);
}

int
tried_again (int fd)
{
  int r;

  do
    r = close (fd);
  while (r == -1 && errno == EINTR);
  return r;
}

void
opened_anew (int fd, int other)
{
  close (fd);
  dup2 (other, fd);
  close (fd);
}

int
two_files (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  close (fd);
  fd = open (name, O_WRONLY);
  if (fd < 0)
    return -1;
  return close (fd);
}

struct server { int first[2], last; } server;

void
all_of_them (int n)
{
  for (int i = 0; i < n; i++)
    close (server.first[i]);
  close (server.last);
}
