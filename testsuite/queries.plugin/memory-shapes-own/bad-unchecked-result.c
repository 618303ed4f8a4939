/* Calls whose failure nobody notices.  own-checks no-steps */
/* { dg-do compile } */

#include <pthread.h>
#include <stdlib.h>

extern int setuid (unsigned);
extern int setgid (unsigned);
extern int seteuid (unsigned);
extern int chdir (const char *);
extern int chroot (const char *);
extern int setgroups (unsigned long, const unsigned *);
extern int execv (const char *, char *const *);

struct user { unsigned id, group; const char *home; struct user *next; };
struct server { struct user as; pthread_mutex_t lock; int n_jobs; };

int
become (const struct user *u)
{
  setgid (u->group);		/* { dg-warning "nobody looks at the result of 'setgid'" } */
  setuid (u->id);		/* { dg-warning "nobody looks at the result of 'setuid'" } */
  return 0;
}

/* Three calls away.  */

static void
change_root (const char *to)
{
  chroot (to);			/* { dg-warning "nobody looks at the result of 'chroot'" } */
}

static void
shut_in (const struct user *u)
{
  change_root (u->home);
}

static void
prepare (const struct user *u)
{
  shut_in (u);
}

int
start (struct server *s, char *const *arguments)
{
  prepare (&s->as);
  return execv (arguments[0], arguments);
}

/* In a loop.  */
int
visit_all (const struct user *u)
{
  int n = 0;

  for (; u; u = u->next, n++)
    chdir (u->home);		/* { dg-warning "nobody looks at the result of 'chdir'" } */
  return n;
}

/* By an out-parameter, with a result that says nothing of it.  */
int
drop (const struct user *u, unsigned *was)
{
  *was = u->group;
  if (setgroups (0, 0) < 0)
    return -1;
  seteuid (u->id);		/* { dg-warning "nobody looks at the result of 'seteuid'" } */
  return 0;
}

/* Behind conditions that go together.  */
int
together (struct server *s, int is_shared)
{
  int n;

  if (is_shared)
    pthread_mutex_trylock (&s->lock);	/* { dg-warning "nobody looks at the result of 'pthread_mutex_trylock'" } */
  n = s->n_jobs++;
  if (is_shared)
    pthread_mutex_unlock (&s->lock);
  return n;
}
