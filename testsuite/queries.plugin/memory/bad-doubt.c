/* What the body tells for certain, close to what it does not.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table;

extern int look_up (const char *);
extern void put (char *, const char *, size_t) /* { dg-message "argument 1 of .put. must be non-null" } */
  __attribute__ ((nonnull));
extern const void *find (struct table *, const char *);

void
save (const char *line, size_t length)
{
  char *text = NULL;

  if (length > 0)
    put (text, line, length); /* { dg-warning "use of NULL .text. where non-null expected" } */
}

/* Null comes into it where it is used.  */
int
either (char *first)
{
  char *s = first ? first + 1 : NULL;

  return *s; /* { dg-warning "dereference of NULL .s." } */
}

/* A loop that reads does not keep.  */
int
lines (const char *name)
{
  char buffer[80];
  FILE *f = fopen (name, "r");

  if (!f)
    return 1;
  while (fgets (buffer, sizeof buffer, f))
    look_up (buffer);
  return 0; /* { dg-warning "leak of FILE .f." } */
}

/* Of the same string, further on, nothing is known.  */
int
fields (char *line)
{
  char *first = strchr (line, ':');
  char *second;

  if (!first)
    return 0;
  second = strchr (first + 1, ':');
  *second = '\0'; /* { dg-warning "dereference of NULL .second." } */
  return look_up (line);
}

/* A table that is given a name to look for does not keep that.  */
int
entry (struct table *t)
{
  char *name = malloc (8);

  if (!name)
    return 0;
  strcpy (name, "name");
  return find (t, name) != NULL; /* { dg-warning "leak of .name." } */
}

/* Less than what is read is copied.  */
int
second (const char *s)
{
  char text[8];

  memcpy (text, s, 1);
  return text[0] + text[1]; /* { dg-warning "use of uninitialized value .text.1.." } */
}
