/* Guarded by a condition that says something else.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-uninitialized -Wno-maybe-uninitialized" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

struct status { int mode, links; };

extern int get (void);
extern int get_status (struct status *);
extern void step (void);
extern void use (int);

/* One of both bits is not the one.  */
int
bits (unsigned flags)
{
  int x;

  if (flags & 2)
    x = get ();
  step ();
  if (flags & 6)
    use (x); /* { dg-warning "use of uninitialized value 'x'" } */
  return 0;
}

/* Of the first one is told, and of what comes behind.  */
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
  if ((flags & 6) && x > 1) /* { dg-warning "use of uninitialized value 'x'" } */
    use (s.links); /* { dg-warning "use of uninitialized value 's.links'" } */
  return 0;
}
