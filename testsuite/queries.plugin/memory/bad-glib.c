/* What GLib allocates and nobody releases, or twice.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-use-after-free" } */
/* own-checks no-steps: GCC knows nothing of GLib.  */

#include <stddef.h>

extern void *g_malloc0 (size_t);
extern void *g_realloc (void *, size_t);
extern void *g_try_malloc (size_t);
extern char *g_strdup (const char *);
extern char *g_strdup_printf (const char *, ...);
extern void g_free (void *);

void
lost (const char *name, int n)
{
  char *p = g_strdup (name);

  if (n > 3)
    return; /* { dg-warning "leak of 'p'" } */
  g_free (p);
}

void
twice (int n)
{
  char *p = g_strdup_printf ("%d", n);

  g_free (p);
  g_free (p); /* { dg-warning "double-'g_free' of 'p'" } */
}

int
used (int n)
{
  int *p = g_malloc0 (n), *q = g_realloc (p, 2 * n);
  int x = p[0]; /* { dg-warning "use after 'free' of 'p'" } */

  g_free (q);
  return x;
}

void
tried (void)
{
  int *p = g_try_malloc (4);

  *p = 3; /* { dg-warning "dereference of possibly-NULL 'p'" } */
  g_free (p);
}
