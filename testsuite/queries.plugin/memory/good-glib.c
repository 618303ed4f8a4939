/* The forms of bad-glib.c as they should be.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer" } */
/* own-checks: GCC knows nothing of GLib.  */

#include <stddef.h>
#include <stdlib.h>

extern void *g_malloc0 (size_t);
extern void *g_realloc (void *, size_t);
extern void *g_try_malloc (size_t);
extern char *g_strdup (const char *);
extern char *g_strdup_printf (const char *, ...);
extern void g_free (void *);

void
released (const char *name, int n)
{
  char *p = g_strdup (name);

  if (n > 3)
    {
      g_free (p);
      return;
    }
  g_free (p);
  g_free (NULL);
}

/* It never fails, and free does for it.  */
int
never_null (int n)
{
  int *p = g_malloc0 (n), x;

  p = g_realloc (p, 2 * n);
  x = p[0];
  free (p);
  return x;
}

void
tried (void)
{
  int *p = g_try_malloc (4);

  if (!p)
    return;
  *p = 3;
  g_free (p);
}

char *
returned (int n)
{
  return g_strdup_printf ("%d", n);
}
