/* Calls through null: where it comes from.  own-checks no-steps */
/* { dg-do compile } */

#include <stddef.h>
#include <string.h>

typedef int handler (int);
struct operations { handler *open, *close; };
struct device { const struct operations *operations; handler *notify; struct device *next; };

extern handler known, other;

int
otherwise_null (handler *h, int n)
{
  if (h == NULL)
    return h (n);		/* { dg-warning "call through null pointer 'h'" } */
  return 0;
}

/* Three calls away it is called ...  */

static int
act (handler *h, int n)
{
  return h (n);			/* { dg-warning "call through null pointer 'h'" } */
}

static int
act_twice (handler *h, int n)
{
  return act (h, n) + 1;
}

static int
act_on (int n, handler *h)
{
  return act_twice (h, n);
}

int
nothing_to_do (int n)
{
  return act_on (n, NULL);
}

/* ... and it is found.  */

static handler *
find_none (void)
{
  return NULL;
}

static handler *
find_inner (void)
{
  return find_none ();
}

static handler *
find (void)
{
  return find_inner ();
}

int
found_nothing (int n)
{
  handler *h = find ();

  return h (n);			/* { dg-warning "call through null pointer 'h'" } */
}

static void
reset (struct device *d)
{
  memset (d, 0, sizeof *d);
}

int
in_a_structure (struct device *d)
{
  reset (d);
  return d->notify (1);		/* { dg-warning "call through null pointer" } */
}

/* Not all members are initialized.  */
int
not_all_of_them (void)
{
  struct operations o = { .open = known };

  return o.open (1) + o.close (1);	/* { dg-warning "call through null pointer" } */
}

static int
choose (int n, handler **out)
{
  if (n > 3)
    {
      *out = known;
      return 0;
    }
  *out = NULL;
  return -1;
}

int
by_an_out_parameter (int n)
{
  handler *h;

  if (choose (n, &h) < 0)
    return h (n);		/* { dg-warning "call through null pointer 'h'" } */
  return h (0);
}

int
in_a_loop (struct device *d)
{
  int n = 0;

  for (; d; d = d->next)
    if (!d->notify)
      n += d->notify (n);	/* { dg-warning "call through null pointer" } */
  return n;
}

int
together (int n, int is_known)
{
  handler *h = NULL;

  if (is_known)
    h = known;
  n++;
  if (!is_known)
    n = h (n);			/* { dg-warning "call through null pointer 'h'" } */
  return n;
}
