/* Handlers that only note something, and functions that are none.  */
/* { dg-do compile } */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct state { char *text; volatile sig_atomic_t n; };

static struct state state;
static volatile sig_atomic_t stop;
static int wake_up[2];

static void
on_usr1 (int number)
{
  stop = number;
}

/* What may be called: write and the like, three calls away, too.  */

static void
put (const char *text, size_t n)
{
  if (write (STDERR_FILENO, text, n) < 0)
    _exit (1);
}

static void
put_text (const char *text)
{
  put (text, strlen (text));
}

static void
on_usr2 (int number)
{
  int saved = errno;

  if (number)
    put_text ("signal\n");
  errno = saved;
}

static void
on_child (int number)
{
  int saved = errno;

  while (waitpid (-1, NULL, WNOHANG) > 0)
    state.n += number != 0;
  errno = saved;
}

static void
on_term (int number)
{
  char c = (char) number;

  if (write (wake_up[1], &c, 1) < 0)
    signal (number, SIG_DFL);
}

static void
on_crash (int number)
{
  signal (number, SIG_DFL);
  raise (number);
}

/* What the program does when it sees that one has come.  */
static void
on_stop (int number)
{
  printf ("stopped by %d\n", number);
  free (state.text);
  exit (number);
}

int
main (void)
{
  if (pipe (wake_up) < 0)
    return 1;
  signal (SIGUSR1, on_usr1);
  signal (SIGUSR2, on_usr2);
  signal (SIGCHLD, on_child);
  signal (SIGTERM, on_term);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGSEGV, on_crash);
  state.text = strdup ("none");
  while (!stop)
    pause ();
  on_stop (stop);
}
