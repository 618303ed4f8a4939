/* Descriptors that are used while they are open, or are new ones.  own-checks */
/* { dg-do compile } */

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct connection { int fd, errors; struct connection *next; };

long
size_of (const char *name)
{
  struct stat s;
  int fd = open (name, O_RDONLY), r;

  if (fd < 0)
    return -1;
  r = fstat (fd, &s);
  close (fd);
  return r < 0 ? -1 : (long) s.st_size;
}

static int
put (int fd, const char *p, size_t n)
{
  return write (fd, p, n) == (ssize_t) n ? 0 : -1;
}

static int
say_goodbye (int fd)
{
  return put (fd, "bye\n", 4);
}

int
quit (int fd)
{
  int r = say_goodbye (fd);

  close (fd);
  return r;
}

static int
drop (int fd, int keep)
{
  if (keep)
    return 0;
  close (fd);
  return 1;
}

long
last_words (int fd)
{
  if (drop (fd, 1))
    return 0;
  return write (fd, "bye\n", 4);
}

int
answer (struct connection *c, const char *text, size_t n)
{
  if (c->errors > 3)
    {
      close (c->fd);
      c->fd = open ("/dev/null", O_WRONLY);
      if (c->fd < 0)
	return -1;
    }
  send (c->fd, text, n, 0);
  return 0;
}

/* A new one with the same number.  */
int
reopen (int fd, const char *name)
{
  int other = open (name, O_RDWR);

  if (other < 0)
    return -1;
  close (fd);
  if (dup2 (other, fd) < 0)
    return -1;
  close (other);
  return (int) write (fd, "x", 1);
}

int
lowest (const char *name)
{
  close (0);
  if (open (name, O_RDONLY) != 0)
    return -1;
  return (int) lseek (0, 0, SEEK_SET);
}

int
serve (int listening)
{
  char c;

  for (;;)
    {
      int fd = accept (listening, NULL, NULL);

      if (fd < 0)
	return -1;
      if (read (fd, &c, 1) != 1)
	{
	  close (fd);
	  continue;
	}
      if (write (fd, &c, 1) != 1)
	{
	  close (fd);
	  return -1;
	}
      close (fd);
    }
}

long
together (int fd, int is_done, const char *p)
{
  if (is_done)
    close (fd);
  if (*p == '\0')
    return 0;
  if (!is_done)
    return write (fd, p, 1);
  return 1;
}

/* Of two the one that is still open.  */
int
other_end (int pair[2])
{
  char c;

  close (pair[1]);
  return (int) read (pair[0], &c, 1);
}
