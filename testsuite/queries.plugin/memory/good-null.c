/* The same with a check, and with values.  */
/* { dg-do compile } */
/* { dg-options "-Wno-free-nonheap-object -Wno-shift-count-overflow" } */

#include <stdlib.h>
#include <string.h>

int *
checked (void)
{
  int *p = malloc (4);

  if (p)
    *p = 3;
  return p;
}

int *
or_else (void)
{
  int *p = malloc (4);

  if (!p)
    abort ();
  *p = 3;
  return p;
}

static void
set (int *p)
{
  if (p)
    *p = 3;
}

int *
in_callee (void)
{
  int *p = malloc (4);

  set (p);
  return p;
}

static int
get (int n, int *p)
{
  if (n < 0)
    return -1;
  *p = n;
  return 0;
}

int
by_its_result (int n)
{
  int value;

  if (get (n, &value))
    return 0;
  return value;
}

static int
get_either (int n, const char **text, int *number)
{
  if (n < 0)
    return -1;
  if (n > 100)
    *text = "many";
  else
    *number = n;
  return 0;
}

int
by_the_other (int n)
{
  const char *text = NULL;
  int number;

  if (get_either (n, &text, &number) < 0)
    return 0;
  return text ? text[0] : number;
}

union pointer
{
  int *i;
  long *l;
} __attribute__ ((transparent_union));

void fill (union pointer p);

int
by_union (void)
{
  int value;

  fill (&value);
  return value;
}

int
whole (int n)
{
  int a[2];

  memset (a, 0, sizeof a);
  a[0] = n;
  return a[1];
}

int
cleared (void)
{
  int *p = calloc (1, 4);
  int value;

  if (!p)
    return 0;
  value = *p;
  free (p);
  return value;
}

int
shifted (int n)
{
  return n << 20;
}

/* What strtol writes has a value.  */
long
end_of_number (const char *text)
{
  char *end;
  long n = __builtin_strlen (text) > 3 ? strtol (text, &end, 10) : 0;

  return n ? *end : 0;
}
