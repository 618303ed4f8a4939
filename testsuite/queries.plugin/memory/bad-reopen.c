/* Functions that attributes malloc say to release what they are given and to
   return something new, also where the library's row says less.  */
/* { dg-do compile } */
/* { dg-options "-fdiagnostics-path-format=separate-events" } */
/* own-checks: GCC says it with -fanalyzer only.  */

#include <stddef.h>

typedef struct stream stream;

int fclose (stream *);
int pclose (stream *);
stream *freopen (const char *, const char *, stream *);
__attribute__ ((malloc (fclose), malloc (freopen, 3)))
stream *fopen (const char *, const char *);
__attribute__ ((malloc (fclose), malloc (freopen, 3)))
stream *freopen (const char *, const char *, stream *);
void free (void *);
void *malloc (size_t);

void
by_another (const char *name)
{
  stream *f = fopen (name, "r");

  f = freopen (name, "w", f); /* { dg-message "\\(1\\) allocated here" } */
  pclose (f); /* { dg-warning "'pclose' called on 'f' returned from a mismatched allocation function" } */
}

void
of_memory (const char *name)
{
  stream *f = malloc (8); /* { dg-message "\\(1\\) allocated here .expects deallocation with 'free'." } */

  f = freopen (name, "w", f); /* { dg-warning "'f' should have been deallocated with 'free' but was deallocated with 'freopen'" } */
  fclose (f);
}

/* Nobody has looked whether freopen could open it, either.  */
/* { dg-warning "'pclose' on stream 'f', which is NULL if it could not be opened" "" { target *-*-* } 27 } */
/* { dg-message "\\(1\\) this call could return NULL" "" { target *-*-* } 26 } */
/* { dg-message "\\(2\\) argument 1 .'f'. from \\(1\\) could be NULL" "" { target *-*-* } 27 } */
/* { dg-message "argument 1 of 'pclose' must be non-null" "" { target *-*-* } 12 } */
/* { dg-warning "'fclose' on stream 'f', which is NULL if it could not be opened" "" { target *-*-* } 36 } */
/* { dg-message "\\(1\\) this call could return NULL" "" { target *-*-* } 35 } */
/* { dg-message "\\(2\\) argument 1 .'f'. from \\(1\\) could be NULL" "" { target *-*-* } 36 } */
/* { dg-message "argument 1 of 'fclose' must be non-null" "" { target *-*-* } 11 } */

/* { dg-message "\\(2\\) deallocated with 'pclose' here; allocated at \\(1\\)" "" { target *-*-* } 27 } */
/* { dg-message "\\(2\\) deallocated with 'freopen' here; allocation at \\(1\\) expects deallocation with 'free'" "" { target *-*-* } 35 } */
