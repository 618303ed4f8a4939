/* Calls that must not fail, and nobody looks whether they have.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>

extern int setuid (unsigned);
extern int setgid (unsigned);
extern int chdir (const char *);
extern int chroot (const char *);
extern int setgroups (unsigned long, const unsigned *);
extern int execv (const char *, char *const *);

void
drop (unsigned user, unsigned group)
{
  setgroups (0, 0);		/* { dg-warning "nobody looks at the result of 'setgroups', which says whether it has failed .CWE-252. .libqueries:unchecked-result" } */
  setgid (group);		/* { dg-warning "nobody looks at the result of 'setgid'" } */
  setuid (user);		/* { dg-warning "nobody looks at the result of 'setuid'" } */
}

void
enter (const char *where, char **arguments)
{
  chroot (where);		/* { dg-warning "result of 'chroot'" } */
  chdir ("/");
  execv (arguments[0], arguments);
}

static void
go (const char *where)
{
  chdir (where);		/* { dg-warning "result of 'chdir'" } */
}

static void
second (const char *where)
{
  go (where);
}

void
three_calls_away (const char *where)
{
  second (where);
}

struct job { const char *where; struct job *next; pthread_mutex_t lock; int n; };

int
in_a_loop (struct job *j)
{
  int n = 0;

  for (; j; j = j->next)
    {
      chdir (j->where);		/* { dg-warning "result of 'chdir'" } */
      n += j->n;
    }
  return n;
}

void
not_known (struct job *j)
{
  pthread_mutex_trylock (&j->lock);	/* { dg-warning "result of 'pthread_mutex_trylock'" } */
  j->n++;
  pthread_mutex_unlock (&j->lock);
}

void
in_a_ring (struct job *j)
{
  chdir (j->where);		/* { dg-warning "result of 'chdir'" } */
  if (j->next)
    in_a_ring (j->next);
}
