/* good-chain.c - chains that are complete, careful or configured.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct item
{
  int kind, size;
};

extern void use (int);
extern int next (void);
extern void stop (void) __attribute__ ((noreturn));
extern int counter;

void
same (int c)
{
  if (c == 'a')
    use (1);
  else if (c == 'b')
    use (2);
  c = next ();
  if (c == 'a')
    use (3);
}

/* The last one is for whoever changes the others.  */
void
complete (int x)
{
  if (x < 0)
    use (1);
  else if (x > 0)
    use (2);
  else if (x == 0)
    use (3);
  else
    stop ();
}

/* On another system these differ.  */
#define AGAIN 11
#define WOULD_BLOCK 11
enum { SMALL = 10, LARGE = 10 };

void
configured (int error, int size)
{
  if (error == AGAIN)
    use (1);
  else if (error == WOULD_BLOCK)
    use (2);
  if (size > SMALL)
    use (3);
  else if (size > LARGE)
    use (4);
}

#define CLASSIFY(x) ((x) > 3 ? 1 : (x) > 5 ? 2 : 3)

int
in_macro (int x)
{
  return CLASSIFY (x);
}

/* Guards, the second weaker than the first.  */
int
guards (int n)
{
  if (n < 1)
    return -1;
  if (n < 0)
    return -2;
  return n;
}

void
quietly (int n)
{
  if (n < 1)
    {
      use (0);
      return;
    }
  if (n < 0)
    {
      use (1);
      return;
    }
  use (n);
}

/* Something happens between.  */
int
guarded (struct item *i)
{
  if (i->size < 0)
    return -1;
  use (i->kind);
  if (i->size < 0)
    return -2;
  return i->kind;
}

int
twice_used (struct item *i, int *p)
{
  if (i->size < 0)
    return -1;
  *p = 3;
  if (i->size < 0)
    return -2;
  return 0;
}

/* A volatile is another one each time.  */
volatile int port;

void
poll (void)
{
  if (port)
    use (1);
  else if (port)
    use (2);
}
