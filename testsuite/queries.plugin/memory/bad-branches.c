/* Of the branches on a way those are told without which nothing would be
   wrong.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdio.h>
#include <stdlib.h>

int foo (void);
void bar (void), done (FILE *);

void
released_on_the_other_side (const char *path, int flag)
{
  FILE *f = fopen (path, "r"); /* { dg-message "opened here" } */

  if (foo ()) /* { dg-bogus "branch" } */
    bar ();
  if (flag) /* { dg-message "following 'false' branch \\(when 'flag == 0'\\)" } */
    done (f);
} /* { dg-warning "leak of FILE 'f'" } */

void
meets_again_in_a_loop (const char *path, int flag)
{
  FILE *f = fopen (path, "r");

  while (foo ()) /* { dg-bogus "branch" } */
    bar ();
  if (flag) /* { dg-message "when 'flag == 0'" } */
    done (f);
} /* { dg-warning "leak of FILE 'f'" } */

int
set_on_other_ways (int kind)
{
  int set; /* { dg-message "region created on stack here" } */

  if (foo ()) /* { dg-bogus "branch" } */
    bar ();
  switch (kind) /* { dg-message "following 'default:' branch" } */
    {
    case 1:
      set = 7;
      break;
    case 2:
      set = foo ();
      break;
    default:
      break;
    }
  bar ();
  return set; /* { dg-warning "use of uninitialized value 'set'" } */
}

/* { dg-message "to here" "" { target *-*-* } 22 } */
/* { dg-message "'f' leaks here; was opened at" "" { target *-*-* } 22 } */
/* { dg-message "opened here" "" { target *-*-* } 27 } */
/* { dg-message "to here" "" { target *-*-* } 33 } */
/* { dg-message "'f' leaks here; was opened at" "" { target *-*-* } 33 } */
/* { dg-message "to here" "" { target *-*-* } 53 } */
