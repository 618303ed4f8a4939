/* Pointers into the frame of a function that has returned.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -Wno-dangling-pointer" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

struct list
{
  struct list *next;
  int *value;
};

int *shared;

static void __attribute__ ((noinline))
leave_out (int **out)
{
  int i = 42;

  *out = &i;
}

int
read_out (void)
{
  int *p;

  leave_out (&p);
  return *p; /* { dg-warning "dereferencing pointer 'p' to within stale stack frame" } */
}

static void __attribute__ ((noinline))
leave_shared (void)
{
  int i = 42;

  shared = &i;
}

int
read_shared (void)
{
  leave_shared ();
  return *shared; /* { dg-warning "dereferencing pointer 'shared' to within stale stack frame" } */
}

static void __attribute__ ((noinline))
push (struct list *l)
{
  struct list here = { 0, 0 };

  l->next = &here;
}

static void __attribute__ ((noinline))
push_first (struct list *l)
{
  push (l);
}

void
write_next (int *value)
{
  struct list l = { 0, 0 };

  push_first (&l);
  l.next->value = value; /* { dg-warning "dereferencing pointer 'l.next' to within stale stack frame" } */
}
