/* Calls that end in one of several ways: the path says in which.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fdiagnostics-path-format=separate-events -Wno-free-nonheap-object -Wno-use-after-free -Wno-null-dereference" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stdlib.h>
#include <string.h>

int *
grow (int *p)
{
  int *q = realloc (p, 64); /* { dg-message "\\(1\\) when 'realloc' fails" } */

  *q = 43; /* { dg-warning "dereference of NULL 'q'" } */
  return q;
}

void
lose (void)
{
  char *p = malloc (4); /* { dg-message "\\(1\\) allocated here" } */

  p = realloc (p, 8); /* { dg-message "\\(2\\) when 'realloc' fails" } */
  free (p);
} /* { dg-warning "leak of 'p'" } */

void *
after_free (void *p)
{
  free (p); /* { dg-message "\\(1\\) first 'free' here" } */
  return realloc (p, 8); /* { dg-warning "double-'free' of 'p'" } */
}

char *
find (char *s, int c)
{
  char *p = strchr (s, c); /* { dg-message "\\(1\\) when 'strchr' returns NULL" } */

  *p = 'A'; /* { dg-warning "dereference of NULL 'p'" } */
  return p;
}

char *
find_last (char *s, int c)
{
  char *p = __builtin_strrchr (s, c); /* { dg-message "\\(1\\) when '__builtin_strrchr' returns NULL" } */

  *p = 'A'; /* { dg-warning "dereference of NULL 'p'" } */
  return p;
}

void
compared (const char *s, char *p)
{
  if (strcmp (s, "VALUE")) /* { dg-message "following 'true' branch \\(when the strings are non-equal\\)" } */
    free (p);
  free (p); /* { dg-warning "double-'free' of 'p'" } */
}

void
compared_equal (const char *s, char *p)
{
  if (strcmp (s, "VALUE") == 0) /* { dg-message "following 'true' branch \\(when the strings are equal\\)" } */
    free (p);
  free (p); /* { dg-warning "double-'free' of 'p'" } */
}
/* { dg-message "\\(2\\) second 'free' here; first 'free' was at \\(1\\)" "" { target *-*-* } 31 } */
/* { dg-message "\\(3\\) 'p' leaks here; was allocated at \\(1\\)" "" { target *-*-* } 25 } */
/* { dg-message "\\(2\\) \\.\\.\\.to here" "" { target *-*-* } 56 } */
/* { dg-message "\\(3\\) first 'free' here" "" { target *-*-* } 56 } */
/* { dg-message "\\(4\\) second 'free' here; first 'free' was at \\(3\\)" "" { target *-*-* } 57 } */
/* { dg-message "\\(2\\) \\.\\.\\.to here" "" { target *-*-* } 64 } */
/* { dg-message "\\(3\\) first 'free' here" "" { target *-*-* } 64 } */
/* { dg-message "\\(4\\) second 'free' here; first 'free' was at \\(3\\)" "" { target *-*-* } 65 } */
