/* A condition that is asked again and may be another one, and sides of && and ||
   that matter.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */

struct node { int flag, other; };

extern int f (int);
extern void other (void);
extern void change (struct node *);
extern void use (int);
int everybodys;
static int mode;

static void
set_mode (void)
{
  mode = 1;
}

void
is_given (struct node *n)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (n->flag)
    x = f (1);
  change (n);
  if (n->flag)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
is_stored (struct node *n)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (n->flag)
    x = f (1);
  n->flag++;
  if (n->flag)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
another_field (struct node *n)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (n->flag)
    x = f (1);
  other ();
  if (n->other)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
of_this_unit (void)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (mode)
    x = f (1);
  set_mode ();
  if (mode)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

void
of_every_unit (void)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (everybodys)
    x = f (1);
  other ();
  if (everybodys)
    use (x);		/* { dg-warning "'x' may be used uninitialized" } */
}

int
either (int a, int b)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (a)
    x = f (1);
  if (b || x)		/* { dg-warning "'x' may be used uninitialized" } */
    return 1;
  return 0;
}

int
another (int a, int b)
{
  int x;		/* { dg-message "'x' was declared here" } */

  if (a)
    x = f (1);
  if (b && x)		/* { dg-warning "'x' may be used uninitialized" } */
    return 1;
  return 0;
}
