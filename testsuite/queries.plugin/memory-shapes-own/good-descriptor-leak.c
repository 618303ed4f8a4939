/* Descriptors that somebody has: who called, a structure, a stream, another process.
   own-checks */
/* { dg-do compile } */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct file { const char *name; int fd; off_t size; };
struct server { int listening, clients[16]; int n_clients; struct file *log; };
struct watched { int fd; short events; };

static int log_fd = -1;
extern void log_error (const char *, int);
extern int add_watched (struct watched *);

int
read_number (const char *name)
{
  char text[20];
  int fd = open (name, O_RDONLY | O_CLOEXEC), r = -1;
  ssize_t n;

  if (fd < 0)
    return -errno;
  n = read (fd, text, sizeof text - 1);
  if (n < 0)
    goto out;
  text[n] = '\0';
  r = atoi (text);
out:
  close (fd);
  return r;
}

static int
open_to_read (const char *name)
{
  return open (name, O_RDONLY);
}

static int
open_settings (const char *name)
{
  return open_to_read (name);
}

static void
close_settings (int fd)
{
  if (fd >= 0)
    close (fd);
}

int
has_settings (const char *name)
{
  int fd = open_settings (name), r = fd >= 0;

  close_settings (fd);
  return r;
}

/* Kept in a structure of the caller's, in one that is allocated, in an array.  */
int
open_log (struct server *s, const char *name)
{
  struct file *f = malloc (sizeof *f);

  if (!f)
    return -1;
  f->name = name;
  f->fd = open (name, O_WRONLY | O_APPEND);
  if (f->fd < 0)
    {
      free (f);
      return -1;
    }
  s->log = f;
  return 0;
}

int
accept_one (struct server *s)
{
  int fd = accept (s->listening, NULL, NULL);

  if (fd < 0)
    return -1;
  if (s->n_clients == 16)
    {
      close (fd);
      return -1;
    }
  s->clients[s->n_clients++] = fd;
  return 0;
}

/* ... in one that is returned, by value or by its address.  */
struct file
open_by_value (const char *name)
{
  struct file f = { name, open (name, O_RDONLY), 0 };

  return f;
}

struct file *
open_by_address (const char *name)
{
  struct file *f = calloc (1, sizeof *f);

  if (!f)
    return NULL;
  f->fd = open (name, O_RDONLY);
  return f;
}

/* ... in one that a function elsewhere is given.  */
int
watch (const char *name)
{
  struct watched w = { open (name, O_RDONLY), 1 };

  return add_watched (&w);
}

/* ... in a variable.  */
int
start_log (const char *name)
{
  log_fd = open (name, O_WRONLY);
  return log_fd < 0 ? -1 : 0;
}

/* Standard input, output and error of what comes next.  */
int
run (char *const *arguments, const char *input)
{
  int fd = open (input, O_RDONLY);

  if (fd < 0)
    return -1;
  dup2 (fd, 0);
  if (fd > 2)
    close (fd);
  return execv (arguments[0], arguments);
}

void
detach (void)
{
  int fd = open ("/dev/null", O_RDWR);

  if (fd < 0)
    return;
  dup2 (fd, STDIN_FILENO);
  dup2 (fd, STDOUT_FILENO);
  dup2 (fd, STDERR_FILENO);
  if (fd > STDERR_FILENO)
    close (fd);
}

void
fill_standard (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd < 2);
  if (fd > 2)
    close (fd);
}

/* By way of dup2 it has another name.  */
int
instead_of_output (const char *name)
{
  int fd = open (name, O_WRONLY | O_CREAT, 0644), r;

  if (fd < 0)
    return -1;
  r = dup2 (fd, 1);
  close (fd);
  return r < 0 ? -1 : 0;
}

/* Streams and directories have taken it over.  */
FILE *
as_stream (const char *name)
{
  int fd = open (name, O_RDONLY);
  FILE *f = fd < 0 ? NULL : fdopen (fd, "r");

  if (!f && fd >= 0)
    close (fd);
  return f;
}

int
count_entries (const char *name)
{
  int fd = open (name, O_RDONLY | O_DIRECTORY), n = 0;
  DIR *d;

  if (fd < 0)
    return -1;
  d = fdopendir (fd);
  if (!d)
    {
      close (fd);
      return -1;
    }
  while (readdir (d))
    n++;
  closedir (d);
  return n;
}

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
  if (write (fd, text, strlen (text)) < 0)
    log_error (name, errno);
  return close (fd);
}

/* A result of minus one is none, however it is asked for.  */
int
first_that_exists (const char *const *names, int n)
{
  int fd = -1;

  for (int i = 0; i < n; i++)
    {
      fd = open (names[i], O_RDONLY);
      if (fd != -1)
	break;
      if (errno != ENOENT)
	return -1;
    }
  return fd;
}

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
  if (wanted)
    close (fd);
  return r;
}

/* A retry.  */
int
open_patiently (const char *name)
{
  int fd;

  do
    fd = open (name, O_RDONLY);
  while (fd < 0 && errno == EINTR);
  return fd;
}

/* The program ends.  */
void
need (const char *name)
{
  int fd = open (name, O_RDONLY);

  if (fd < 0)
    _exit (1);
  if (flock (fd, 1) < 0)
    exit (2);
  close (fd);
}

/* A lock that is held as long as the program runs.  */
int
only_one (const char *name)
{
  static int fd = -1;

  if (fd < 0)
    fd = open (name, O_RDWR | O_CREAT, 0600);
  return fd < 0 ? -1 : 0;
}
