/* Paths that go on behind what ends the program, or take what setjmp returns where it
   is called to be what longjmp makes it.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free" } */
/* own-checks: GCC does not look at names.  */

#include <fcntl.h>
#include <setjmp.h>
#include <stdlib.h>
#include <unistd.h>

extern void r_fatal (const char *);
extern void error_exit (const char *);
extern void *step (jmp_buf);
extern int more (void);

void
ends (char *name, int other)
{
  int fd = open (name, 0);

  if (fd < 0)
    {
      close (other);
      r_fatal (name);
    }
  if (fd >= 0)
    close (fd);
  close (other);
}

void
ends_at_once (char *p, int n)
{
  if (n < 0)
    free (p);
  if (n < 0)
    error_exit ("n");
  free (p);
}

int
comes_back (void)
{
  char *volatile p = 0;
  int result;

  for (;;)
    {
      jmp_buf here;

      result = setjmp (here);
      if (result == 0)
	{
	  p = malloc (10);
	  if (!p)
	    return 2;
	  step (here);
	}
      if (result != 0)
	break;
      if (!more ())
	break;
      free (p);
    }
  free (p);
  return result;
}
