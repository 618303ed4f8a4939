/* What the function that gets it reads has a value, or is not read by all who come
   back, or not made use of.  */
/* { dg-do compile } */
/* { dg-options "-Wuninitialized -Wmaybe-uninitialized" } */
/* own-checks: GCC says what it sees once it has put one function into another.  */

struct record
{
  int a, b;
  int c[4];
};

extern void put (int);
extern void fill (struct record *);
extern int pending;
int weak_read (struct record *) __attribute__ ((weak));

static int
read_b (struct record *r)
{
  return r->b + 1;
}

static int
read_if (struct record *r, int n)
{
  if (n)
    return r->b;
  return 0;
}

static int
write_first (struct record *r)
{
  r->b = 1;
  return r->b + 1;
}

static int
fill_first (struct record *r)
{
  fill (r);
  return r->b + 1;
}

static void
copy (struct record *to, struct record *from)
{
  to->b = from->b;
}

static int
read_late (struct record *r, int n)
{
  int b = r->b;

  return n ? b : 0;
}

static int
count_down (struct record *r, int n)
{
  return n ? count_down (r, n - 1) : r->b;
}

static int
in_loop (struct record *r, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    sum += r->c[i];
  return sum;
}

static int
never (struct record *r)
{
  for (;;)
    put (r->b);
}

int
weak_read (struct record *r)
{
  return r->b + 1;
}

static int
volatile_read (volatile int *p)
{
  return *p + 1;
}

int
written (int n)
{
  struct record r;

  r.b = n;
  return read_b (&r);
}

int
written_by_other (void)
{
  struct record r;

  fill (&r);
  return read_b (&r);
}

int
guarded (int n)
{
  struct record r;

  if (n > 3)
    r.b = n;
  put (n);
  if (n > 4)
    return read_b (&r);
  return 0;
}

int
not_asked (void)
{
  struct record r;

  return read_if (&r, 0);
}

int
written_there (void)
{
  struct record r, s;

  return write_first (&r) + fill_first (&s);
}

int
copied (void)
{
  struct record r, s;

  r.a = s.a = 1;
  copy (&r, &s);
  return r.a;
}

int
loaded_only (void)
{
  struct record r;

  return read_late (&r, 0);
}

int
others (void)
{
  struct record r, s, t;

  return count_down (&r, 0) + in_loop (&s, 0) + weak_read (&t);
}

int
without_end (int n)
{
  struct record r;

  if (n)
    return never (&r);
  return 0;
}

int
of_a_device (void)
{
  volatile int n;

  return volatile_read (&n);
}

int
of_a_register (void)
{
  static int n;

  return volatile_read (&n);
}

/* What is read unless another argument is null.  */
static int
grow (char *old, int *size)
{
  if (!old || *size < 10)
    *size = 20;
  return *size;
}

int
first_time (void)
{
  int size;

  return grow (0, &size);
}

static int
first_of (char *key)
{
  return key[0] + 1;
}

int
filled (const char *from)
{
  char key[8];
  char *q = key;

  while (q - key != 8)
    *q++ = *from++;
  return first_of (key);
}

/* One condition tells who writes and who calls, and what is called in between might
   change it, for all that one sees.  */
struct request
{
  int n;
};

extern void look (struct request *);

int
asked_twice (struct request *q)
{
  struct record r;

  if (q->n > 3)
    r.b = q->n;
  look (q);
  return q->n > 3 ? read_b (&r) : 0;
}
