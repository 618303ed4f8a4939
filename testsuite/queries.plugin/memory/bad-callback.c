/* A function that an initializer puts into a field with tainted_args.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint -fdiagnostics-path-format=separate-events" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  */

#include <stddef.h>

struct callbacks
{
  char (*store) (const char *, size_t) __attribute__ ((tainted_args)); /* { dg-message "\\(1\\) field 'store' of 'struct callbacks' is marked with '__attribute__\\(\\(tainted_args\\)\\)'" } */
  char (*show) (const char *, size_t);
};

static char
called_back (const char *page, size_t where)
{
  return page[where]; /* { dg-warning "'where' as offset without upper-bounds checking" } */
}

struct callbacks callbacks = { .store = called_back }; /* { dg-message "\\(2\\) function 'called_back' used as initializer for field 'store' marked with" } */
