/* Calls through what is not null, or of which only others know.  own-checks */
/* { dg-do compile } */

#include <stddef.h>
#include <string.h>

typedef int handler (int);
struct operations { handler *open, *close; };
struct device { const struct operations *operations; handler *notify; struct device *next; };

extern handler known, other;
extern void register_all (struct device *);

int
if_there_is_one (handler *h, int n)
{
  if (h == NULL)
    return 0;
  return h (n);
}

static int
act (handler *h, int n)
{
  return h ? h (n) : n;
}

static int
act_twice (handler *h, int n)
{
  return act (h, n) + 1;
}

int
nothing_to_do (int n)
{
  return act_twice (NULL, n);
}

static handler *
find (int n)
{
  return n > 3 ? known : NULL;
}

/* The caller knows that there is one.  */
int
found_one (int n)
{
  handler *h = find (n);

  return h (n);
}

static void
reset (struct device *d)
{
  memset (d, 0, sizeof *d);
}

int
set_again (struct device *d)
{
  reset (d);
  d->notify = known;
  return d->notify (1);
}

int
set_by_others (struct device *d)
{
  reset (d);
  register_all (d);
  return d->notify (1);
}

static handler *hook;

void
set_hook (handler *h)
{
  hook = h;
}

/* A variable that others set.  */
int
call_hook (int n)
{
  return hook (n);
}

int
call_hook_if_set (int n)
{
  if (hook)
    n = hook (n);
  return n;
}

static int
choose (int n, handler **out)
{
  *out = NULL;
  if (n > 3)
    {
      *out = known;
      return 0;
    }
  return -1;
}

int
by_an_out_parameter (int n)
{
  handler *h;

  if (choose (n, &h) < 0)
    return 0;
  return h (n);
}

int
in_a_loop (struct device *d)
{
  int n = 0;

  for (; d; d = d->next)
    {
      if (!d->notify)
	continue;
      n += d->notify (n);
    }
  return n;
}

int
together (int n, int is_known)
{
  handler *h = NULL;

  if (is_known)
    h = known;
  n++;
  if (is_known)
    n = h (n);
  return n;
}

/* One of the names is certain to be in the table.  */
static const struct { const char *name; handler *h; } handlers[]
  = { { "known", known }, { "other", other } };

int
by_name (const char *name, int n)
{
  handler *h = NULL;

  for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
    if (strcmp (name, handlers[i].name) == 0)
      h = handlers[i].h;
  return h (n);
}

/* A weak symbol that somebody has looked for.  */
extern int extension (int) __attribute__ ((weak));

int
if_linked (int n)
{
  return extension ? extension (n) : n;
}
