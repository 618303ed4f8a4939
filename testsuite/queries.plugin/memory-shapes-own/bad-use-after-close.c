/* Descriptors that are used when they are closed, wherever that was.  own-checks no-steps */
/* { dg-do compile } */

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct connection { int fd, errors; struct connection *next; };

/* The size is asked for too late.  */
long
size_of (const char *name)
{
  struct stat s;
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    return -1;
  close (fd);
  if (fstat (fd, &s) < 0)	/* { dg-warning "'fstat' on closed descriptor 'fd'" } */
    return -1;
  return s.st_size;
}

/* Used three calls away.  */

static int
put (int fd, const char *p, size_t n)
{
  return write (fd, p, n) == (ssize_t) n ? 0 : -1;	/* { dg-warning "'write' on closed descriptor 'fd'" } */
}

static int
put_line (int fd, const char *p, size_t n)
{
  return put (fd, p, n);
}

static int
say_goodbye (int fd)
{
  return put_line (fd, "bye\n", 4);
}

int
quit (int fd)
{
  close (fd);
  return say_goodbye (fd);
}

/* Closed three calls away.  */

static void
drop (int fd)
{
  close (fd);
}

static void
drop_and_count (int fd, int *n)
{
  drop (fd);
  ++*n;
}

static void
give_up (int fd, int *n)
{
  drop_and_count (fd, n);
}

long
last_words (int fd, int *n)
{
  give_up (fd, n);
  return write (fd, "bye\n", 4);	/* { dg-warning "'write' on closed descriptor 'fd'" } */
}

/* In a structure's field.  */
int
answer (struct connection *c, const char *text, size_t n)
{
  if (c->errors > 3)
    {
      close (c->fd);
      c->errors = 0;
      send (c->fd, text, n, 0);	/* { dg-warning "'send' on closed descriptor" } */
      return -1;
    }
  return 0;
}

/* By an out-parameter.  */

static int
open_file (const char *name, int *out)
{
  *out = open (name, O_RDWR);
  return *out < 0 ? -1 : 0;
}

int
first_byte (const char *name)
{
  int fd;
  char c = 0;

  if (open_file (name, &fd) < 0)
    return -1;
  close (fd);
  if (read (fd, &c, 1) != 1)	/* { dg-warning "'read' on closed descriptor 'fd'" } */
    return -1;
  return c;
}

/* In a loop.  */
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
	close (fd);
      write (fd, &c, 1);	/* { dg-warning "'write' on closed descriptor 'fd'" } */
      close (fd);		/* { dg-warning "double 'close' of descriptor 'fd'" "one of the two is enough" { xfail *-*-* } } */
    }
}

/* Behind conditions that go together.  */
long
together (int fd, int is_done, const char *p)
{
  if (is_done)
    close (fd);
  if (*p == '\0')
    return 0;
  if (is_done)
    return write (fd, p, 1);	/* { dg-warning "'write' on closed descriptor 'fd'" } */
  return 1;
}
