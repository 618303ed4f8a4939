/* Read only where it was set, as the conditions say.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" } */
/* own-checks: with -fanalyzer GCC warns of it.  */

struct status { int mode, links; };

extern int get (void);
extern int get_status (struct status *);
extern void step (void);
extern void use (int);

/* Both bits have the one.  */
int
bits (unsigned flags)
{
  int x;

  if (flags & 2)
    x = get ();
  step ();
  if ((flags & 6) == 6)
    use (x);
  return 0;
}

/* What comes behind what cannot be read without a value, either.  */
int
status (unsigned flags)
{
  struct status s;
  int x;

  if (flags & 2)
    {
      if (get_status (&s) != 0)
	return -1;
      x = s.mode;
    }
  step ();
  if ((flags & 6) == 6 && x > 1)
    use (s.links);
  return 0;
}

/* It says so itself.  */
int
itself (int n)
{
  int x = x;

  if (n > 3)
    x = get ();
  step ();
  use (x);
  return n;
}
