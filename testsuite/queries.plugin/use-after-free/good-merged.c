/* Where the branches bring something else as well, nobody knows.  */
/* { dg-do compile } */

typedef unsigned long size_t;
void free (void *);
void *memcpy (void *, const void *, size_t);
void use (void *);

void
copied (char *p, char *r, const char *s, size_t n)
{
  char *q = memcpy (r, s, n);
  q++;
  free (p);
  use (q);
}

void
merged (char *p, char *r, int c)
{
  char *q = c ? p : r;
  free (p);
  use (q);
}
