/* Releases of what does not point to the beginning.  own-checks no-steps */
/* { dg-do compile } */
/* { dg-options "-Wno-analyzer-malloc-leak -Wno-free-nonheap-object" } */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct text { char *bytes; size_t size; };
struct message { int kind; char body[60]; };

/* Blanks are skipped with the only pointer.  */
int
skip (const char *from)
{
  char *p = strdup (from);
  int r;

  if (!p)
    return -1;
  if (*p == ' ')
    p++;
  r = *p;
  free (p);			/* { dg-warning "'free' of 'p', which no longer points to where the memory begins" } */
  return r;
}

/* Three calls away.  */

static void
release (void *p)
{
  free (p);			/* { dg-warning "'free' of 'p', which no longer points to where the memory begins" } */
}

static void
release_body (char *body)
{
  release (body);
}

static void
release_message (char *body)
{
  release_body (body);
}

void
body_only (void)
{
  struct message *m = calloc (1, sizeof *m);

  if (m)
    release_message (m->body);
}

/* Moved three calls away.  */

static char *
behind_prefix (char *p)
{
  return p + 2;
}

static char *
behind_all (char *p)
{
  return behind_prefix (p) + 1;
}

static char *
behind (char *p)
{
  return behind_all (p);
}

void
moved_elsewhere (void)
{
  char *p = calloc (1, 10);

  if (!p)
    return;
  p = behind (p);
  free (p);			/* { dg-warning "'free' of 'p', which no longer points to where the memory begins" } */
}

void
in_a_field (void)
{
  struct text t;

  t.bytes = calloc (1, 10);
  if (!t.bytes)
    return;
  t.bytes += 4;
  free (t.bytes);		/* { dg-warning "which no longer points to where the memory begins" } */
}

static int
make (struct text *out)
{
  out->bytes = malloc (16);
  if (!out->bytes)
    return -1;
  memset (out->bytes, 0, 16);
  out->size = 16;
  return 0;
}

int
by_an_out_parameter (void)
{
  struct text t;

  if (make (&t) < 0)
    return -1;
  t.bytes++;
  free (t.bytes);		/* { dg-warning "which no longer points to where the memory begins" } */
  return 0;
}

void
in_a_loop (int n)
{
  for (int i = 0; i < n; i++)
    {
      int *p = calloc (2, sizeof *p);

      if (!p)
	break;
      p[1] = i;
      free (&p[1]);		/* { dg-warning "which no longer points to where the memory begins" } */
    }
}

void
together (int has_header)
{
  char *p = calloc (1, 20), *q = p;

  if (!p)
    return;
  if (has_header)
    q += 4;
  q[0] = 1;
  if (has_header)
    free (q);			/* { dg-warning "'free' of 'q', which no longer points to where the memory begins" } */
  else
    free (p);
}
