/* Results that somebody looks at, or does not want to on purpose.  own-checks */
/* { dg-do compile } */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

extern int setuid (unsigned);
extern int chdir (const char *);

static int failed;

void
checked (unsigned user)
{
  if (setuid (user))
    abort ();
}

void
kept (unsigned user)
{
  failed = setuid (user);
}

int
returned (unsigned user)
{
  return setuid (user);
}

void
left_out (const char *where)
{
  int ignored = chdir (where);

  (void) ignored;
}

void
negated (const char *where)
{
  (void) !chdir (where);
}

void
always_there (void)
{
  chdir ("/");
}

void
of_no_matter (void)
{
  printf ("hello\n");
}

/* Of this file, whatever it is called.  */
static int
chroot (const char *where)
{
  return where ? 0 : -1;
}

void
another (void)
{
  chroot ("/tmp");
}
