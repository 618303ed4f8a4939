/* A field without the attribute, and a function that looks at what it gets.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer-checker=taint -fdiagnostics-path-format=separate-events" } */
/* own-checks, since-gcc-12: GCC says it with -fanalyzer only.  */

#include <stddef.h>

struct callbacks
{
  char (*store) (const char *, size_t) __attribute__ ((tainted_args));
  char (*show) (const char *, size_t);
};

static char
shown (const char *page, size_t where)
{
  return page[where];
}

static char
bounded (const char *page, size_t where)
{
  return where < 64 ? page[where] : 0;
}

struct callbacks callbacks = { .store = bounded, .show = shown };
