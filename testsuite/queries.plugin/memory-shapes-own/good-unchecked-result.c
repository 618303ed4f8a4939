/* Results that somebody looks at, or that are thrown away on purpose.  own-checks */
/* { dg-do compile } */

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

extern int chroot (const char *);
extern int setgroups (unsigned long, const unsigned *);

struct user { unsigned id, group; const char *home; struct user *next; };
struct server { struct user as; pthread_mutex_t lock; int n_jobs; };

int
become (const struct user *u)
{
  if (setgid (u->group) < 0 || setuid (u->id) < 0)
    return -1;
  return 0;
}

/* The caller looks.  */

static int
change_root (const char *to)
{
  return chroot (to);
}

static int
shut_in (const struct user *u)
{
  return change_root (u->home) == 0 ? chdir ("/") : -1;
}

int
start (struct server *s, char *const *arguments)
{
  if (shut_in (&s->as) < 0)
    return -1;
  return execv (arguments[0], arguments);
}

int
visit_all (const struct user *u)
{
  int n = 0;

  for (; u; u = u->next)
    n += chdir (u->home) == 0;
  return n;
}

int
drop (const struct user *u, unsigned *was)
{
  int r = setgroups (0, 0);

  *was = u->group;
  r |= setuid (u->id);
  return r;
}

/* Whoever could be root again is ended.  */
void
drop_or_end (const struct user *u)
{
  if (setuid (u->id))
    abort ();
}

int
kept_in_a_structure (struct server *s)
{
  s->n_jobs = chdir (s->as.home);
  return 0;
}

int
tried (struct server *s)
{
  if (pthread_mutex_trylock (&s->lock))
    return -1;
  s->n_jobs++;
  pthread_mutex_unlock (&s->lock);
  return 0;
}

/* Back to where there always is something.  */
void
out_of_the_way (void)
{
  chdir ("/");
}
