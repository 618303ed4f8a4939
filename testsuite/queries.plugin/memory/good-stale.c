/* Pointers into frames that are there, or that nobody follows.  */
/* { dg-do compile } */
/* { dg-options "-Wno-dangling-pointer" } */

struct list
{
  struct list *next;
  int *value;
};

int *shared;
void something (void);

static void __attribute__ ((noinline))
push (struct list *l)
{
  struct list here = { 0, 0 };

  l->next = &here;
  something ();
  l->next = 0;
}

struct list *
pushed (struct list *l)
{
  push (l);
  return l->next ? l->next->next : 0;
}

static void __attribute__ ((noinline))
leave_shared (void)
{
  int i = 42;

  shared = &i;
  something ();
}

int
read_shared (int *p)
{
  leave_shared ();
  shared = p;
  return *shared;
}

/* Only on one of two ways, and who calls may know which.  */
static int __attribute__ ((noinline))
leave_perhaps (int **out, int *p)
{
  int i = 42;

  *out = *p ? p : &i;
  something ();
  return 0;
}

int
read_perhaps (int *p)
{
  int *q;

  leave_perhaps (&q, p);
  return *q;
}
