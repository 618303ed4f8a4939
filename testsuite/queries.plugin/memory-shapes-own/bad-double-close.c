/* Descriptors that are closed a second time, wherever the first time was.
   own-checks no-steps */
/* { dg-do compile } */

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection { int fd, is_open; struct connection *next; };

/* An error after the first one comes to the label that closes.  */
int
save (const char *name, const void *p, size_t n)
{
  int fd = open (name, O_WRONLY | O_CREAT, 0666);

  if (fd < 0)
    return -1;
  if (write (fd, p, n) < 0)
    goto fail;
  if (close (fd) < 0)
    goto fail;
  return 0;
fail:
  close (fd);			/* { dg-warning "double 'close' of descriptor 'fd'" } */
  return -1;
}

/* Three calls away.  */

static void
hang_up (int fd)
{
  shutdown (fd, SHUT_RDWR);	/* { dg-warning "'shutdown' on closed descriptor 'fd'" } */
  close (fd);
}

static void
end (int fd)
{
  hang_up (fd);
}

static void
finish (int fd)
{
  end (fd);
}

int
answer (int fd)
{
  if (write (fd, "+OK\r\n", 5) != 5)
    {
      close (fd);
      finish (fd);
      return -1;
    }
  return 0;
}

/* The first time is three calls away.  */
int
answer_and_end (int fd)
{
  if (write (fd, "-ERR\r\n", 6) != 6)
    {
      finish (fd);
      close (fd);		/* { dg-warning "double 'close' of descriptor 'fd'" } */
      return -1;
    }
  return 0;
}

/* In a structure's field.  */

static void
disconnect (struct connection *c)
{
  close (c->fd);
}

int
reconnect (struct connection *c)
{
  disconnect (c);
  c->is_open = 0;
  return close (c->fd);		/* { dg-warning "double 'close' of descriptor" } */
}

/* By an out-parameter.  */

static int
open_file (const char *name, int *out)
{
  int fd = open (name, O_RDWR);

  if (fd < 0)
    return -1;
  *out = fd;
  return 0;
}

int
touch (const char *name)
{
  int fd;

  if (open_file (name, &fd) < 0)
    return -1;
  close (fd);
  if (ftruncate (fd, 0) < 0)	/* { dg-warning "'ftruncate' on closed descriptor 'fd'" } */
    return -1;
  return 0;
}

int
touch_twice (const char *name)
{
  int fd;

  if (open_file (name, &fd) < 0)
    return -1;
  close (fd);
  return close (fd);		/* { dg-warning "double 'close' of descriptor 'fd'" } */
}

/* In a loop.  */
int
serve (int listening)
{
  for (;;)
    {
      int fd = accept (listening, NULL, NULL);

      if (fd < 0)
	return -1;
      if (write (fd, "hello\n", 6) < 0)
	close (fd);
      close (fd);		/* { dg-warning "double 'close' of descriptor 'fd'" } */
    }
}

/* Behind conditions that go together.  */
void
together (int fd, int is_done)
{
  char c;

  if (is_done)
    close (fd);
  else if (read (fd, &c, 1) < 0)
    return;
  if (is_done)
    close (fd);			/* { dg-warning "double 'close' of descriptor 'fd'" } */
}
