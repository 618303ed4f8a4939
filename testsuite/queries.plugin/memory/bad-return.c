/* Calls that return, as far as their names tell, and what setjmp returns at once.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free" } */
/* own-checks: GCC does not look at names.  no-steps  */

#include <fcntl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>

extern void report (const char *);
extern void fatality (const char *);
extern int more (void);

void
goes_on (char *name, int other)
{
  int fd = open (name, 0);

  if (fd < 0)
    {
      close (other);
      report (name);
    }
  if (fd >= 0)
    close (fd);
  close (other);		/* { dg-warning "double 'close' of descriptor 'other'" } */
}

void
is_another_word (char *p)
{
  free (p);
  fatality ("p");
  free (p);			/* { dg-warning "double-'free' of 'p'" } */
}

int
returns_first (void)
{
  jmp_buf here;
  char *p = malloc (10);

  if (setjmp (here) == 0)
    {
      free (p);
      if (more ())
	free (p);		/* { dg-warning "double-'free' of 'p'" } */
    }
  return 0;
}
