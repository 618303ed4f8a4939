/* Descriptors that nobody closes: where they are opened, and where they are lost.
   own-checks no-steps */
/* { dg-do compile } */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct file { const char *name; int fd; off_t size; };
struct link { int in, out; };

/* One of several ways out forgets it.  */
int
read_number (const char *name)
{
  char text[20];
  int fd = open (name, O_RDONLY | O_CLOEXEC);
  ssize_t n;

  if (fd < 0)
    return -errno;
  n = read (fd, text, sizeof text - 1);
  if (n < 0)
    return -errno;		/* { dg-warning "leak of descriptor 'fd'" } */
  text[n] = '\0';
  close (fd);
  return atoi (text);
}

/* Three calls away.  */

static int
open_to_read (const char *name)
{
  return open (name, O_RDONLY);
}

static int
open_in (const char *folder, const char *name)
{
  return chdir (folder) < 0 ? -1 : open_to_read (name);
}

static int
open_settings (const char *name)
{
  return open_in ("/etc", name);
}

int
has_settings (const char *name)
{
  int fd = open_settings (name);

  return fd >= 0;		/* { dg-warning "leak of descriptor 'fd'" "opened by a callee" { xfail *-*-* } } */
}

/* In a structure of the function's own.  */
long
size_of (const char *name)
{
  struct file f = { name, -1, 0 };
  struct stat s;

  f.fd = open (f.name, O_RDONLY);
  if (f.fd < 0 || fstat (f.fd, &s) < 0)
    return -1;			/* { dg-warning "leak of descriptor" } */
  close (f.fd);
  return s.st_size;
}

/* By an out-parameter, with a result.  */

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
append (const char *name, const char *text)
{
  int fd;

  if (open_file (name, &fd) < 0)
    return -1;
  if (lseek (fd, 0, SEEK_END) < 0)
    return -1;			/* { dg-warning "leak of descriptor 'fd'" "opened by a callee" { xfail *-*-* } } */
  if (write (fd, text, strlen (text)) < 0)
    {
      close (fd);
      return -1;
    }
  return close (fd);
}

/* In a loop: the last one is lost.  */
int
first_that_exists (const char *const *names, int n)
{
  int fd = -1;
  struct stat s;

  for (int i = 0; i < n; i++)
    {
      fd = open (names[i], O_RDONLY);
      if (fd < 0)
	continue;
      if (fstat (fd, &s) == 0 && s.st_size > 0)
	return fd;			/* { dg-warning "leak of descriptor 'fd'" "of a round before" } */
    }
  return -1;			/* { dg-warning "leak of descriptor 'fd'" } */
}

/* Behind conditions that go together.  */
int
copy_if (const char *from, int wanted)
{
  int fd = -1, r = 0;

  if (wanted)
    {
      fd = open (from, O_RDONLY);
      if (fd < 0)
	return -1;
    }
  r = access (from, W_OK);
  if (!wanted)
    r = 0;
  return r;			/* { dg-warning "leak of descriptor 'fd'" } */
}

/* The only name gets another one.  */
int
twice (const char *one, const char *two)
{
  int fd = open (one, O_RDONLY);

  if (fd < 0)
    return -1;
  fd = open (two, O_RDONLY);
  return fd;			/* { dg-warning "leak of descriptor 'fd'" } */
}

/* The socket on the way to what is returned.  */
int
connect_to (const char *path)
{
  struct sockaddr_un a = { .sun_family = AF_UNIX };
  int s = socket (AF_UNIX, SOCK_STREAM, 0);

  if (s < 0)
    return -1;
  if (strlen (path) >= sizeof a.sun_path)
    return -1;			/* { dg-warning "leak of descriptor 's'" } */
  strcpy (a.sun_path, path);
  if (connect (s, (struct sockaddr *) &a, sizeof a) < 0)
    {
      close (s);
      return -1;
    }
  return s;
}
