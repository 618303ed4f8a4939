/* Pointers that are made from it, through copies, arithmetic and branches.  */
/* { dg-do compile } */

typedef unsigned long size_t;
void free (void *);
void *memcpy (void *, const void *, size_t);
void use (void *);

void
copied (char *p, const char *s, size_t n)
{
  char *q = memcpy (p, s, n);
  q++;
  free (p);			/* { dg-message "call to 'free' here" } */
  use (q);			/* { dg-warning "used after 'free'" } */
}
