/* Calls that handlers must not make, and where they hide.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state { char *text; int n; struct state *next; };

static struct state *all;
static FILE *log_file;

static void
on_usr1 (int number)
{
  printf ("signal %d\n", number); /* { dg-warning "call to 'printf' from within signal handler" } */
}

/* Three calls away.  */

static void
write_log (const char *text, int n)
{
  fprintf (log_file, "%s: %d\n", text, n); /* { dg-warning "call to 'fprintf' from within signal handler" } */
}

static void
write_state (const struct state *s)
{
  write_log (s->text, s->n);
}

static void
write_first (void)
{
  if (all)
    write_state (all);
}

static void
on_usr2 (int number)
{
  if (number)
    write_first ();
}

/* Of what hangs on a structure, in a loop.  */
static void
on_term (int number)
{
  while (all)
    {
      struct state *next = all->next;

      free (all->text); /* { dg-warning "call to 'free' from within signal handler" } */
      free (all); /* { dg-warning "call to 'free' from within signal handler" } */
      all = next;
    }
  exit (128 + number); /* { dg-warning "call to 'exit' from within signal handler" } */
}
/* { dg-message "'_exit' is a possible signal-safe alternative for 'exit'" "" { target *-*-* } 61 } */

/* By an out-parameter.  */

static int
describe (int number, char **out)
{
  char *p = malloc (20); /* { dg-warning "call to 'malloc' from within signal handler" } */

  if (!p)
    return -1;
  snprintf (p, 20, "signal %d", number); /* { dg-warning "call to 'snprintf' from within signal handler" } */
  *out = p;
  return 0;
}

static void
on_alarm (int number)
{
  char *text;

  if (describe (number, &text) == 0)
    all->text = text;
}

/* Behind conditions that go together.  */
static void
on_hup (int number)
{
  int is_open = log_file != NULL;

  if (is_open)
    fflush (log_file);
  if (is_open && number)
    fprintf (log_file, "reopened by %d\n", number); /* { dg-warning "call to 'fprintf' from within signal handler" } */
}

/* Registered in a loop, and by sigaction.  */
static void
on_crash (int number)
{
  printf ("crashed: %d\n", number); /* { dg-warning "call to 'printf' from within signal handler" } */
}

static void
on_child (int number)
{
  printf ("child: %d\n", number); /* { dg-warning "call to 'printf' from within signal handler" } */
}

static const int crashes[] = { SIGSEGV, SIGBUS, SIGFPE };

int
main (int argc, char **argv)
{
  struct sigaction a;

  log_file = argc > 1 ? fopen (argv[1], "a") : stderr;
  signal (SIGUSR1, on_usr1);
  if (signal (SIGUSR2, on_usr2) == SIG_ERR)
    return 1;
  signal (SIGTERM, on_term);
  signal (SIGALRM, on_alarm);
  signal (SIGHUP, &on_hup);
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
    signal (crashes[i], on_crash);
  memset (&a, 0, sizeof a);
  a.sa_handler = on_child;
  sigaction (SIGCHLD, &a, NULL);
  for (;;)
    raise (SIGUSR1);
}
