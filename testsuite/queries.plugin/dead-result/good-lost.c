/* good-lost.c - results that are read, or need not be.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

typedef int jmp_buf[64];
struct file;
extern int open_it (struct file *), read_it (struct file *);
extern int close_it (struct file *);
extern int setjmp (jmp_buf) __attribute__ ((returns_twice));
extern jmp_buf environment;

#define assert(X) ((void) 0)

/* Who looks is switched off.  */
int
asserted (struct file *f)
{
  int error = open_it (f);
  if (error)
    return error;
  error = read_it (f);
  assert (error == 0);
#ifdef DEBUG
  if (error)
    abort ();
#endif
  error = close_it (f);
  return error;
}

int
read_all (struct file *f)
{
  int error = open_it (f);
  if (error)
    return error;
  error = read_it (f);
  (void) read_it (f);
  if (!error)
    error = close_it (f);
  return error;
}

/* Skips one.  */
int
skip (struct file *f)
{
  int c = read_it (f);
  if (c < 0)
    return c;
  c = read_it (f);
  c = read_it (f);
  return c;
}

/* Not read at the end, or on one way only.  */
int
at_end (struct file *f, int n)
{
  int error = open_it (f);
  if (error)
    return error;
  error = read_it (f);
  if (n)
    error = close_it (f);
  else
    return 0;
  if (error)
    return 2;
  error = close_it (f);
  return n;
}

/* It starts with something.  */
int
defensive (struct file *f, int n)
{
  int error = -1;
  if (n > 3)
    error = open_it (f);
  else
    error = read_it (f);
  return error;
}

#define CHECKED(CALL) (error = (CALL), 1)

int
by_macro (struct file *f)
{
  int error;
  if (CHECKED (read_it (f)))
    error = close_it (f);
  return error;
}

int
jumps (struct file *f)
{
  int error = open_it (f);
  if (setjmp (environment))
    return error;
  error = read_it (f);
  error = close_it (f);
  return error;
}

/* Its address is known.  */
extern void note (int *);

int
noted (struct file *f)
{
  int error;
  note (&error);
  error = read_it (f);
  error = close_it (f);
  return error;
}
