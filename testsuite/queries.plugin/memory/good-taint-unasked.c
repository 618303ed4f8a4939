/* What strangers choose is of interest with -fanalyzer-checker=taint only.  */
/* { dg-do compile } */
/* since-gcc-12  */

#include <stdio.h>
#include <stdlib.h>

void *
allocate (FILE *f)
{
  size_t size;

  if (fread (&size, sizeof size, 1, f) != 1)
    return NULL;
  return malloc (size);
}

void * __attribute__ ((tainted_args))
by_attribute (size_t size)
{
  return malloc (size);
}
