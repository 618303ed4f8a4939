/* bad-lost.c - errors that are lost.  own-checks
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct file;
extern int open_it (struct file *), read_it (struct file *);
extern int close_it (struct file *);
extern long size_of (struct file *);

int
read_all (struct file *f)
{
  int error = open_it (f);
  if (error)
    return error;
  error = read_it (f);		/* { dg-warning "result of this call, in .error., is never read" } */
  error = close_it (f);		/* { dg-message "overwritten here" } */
  return error;
}

/* On both ways.  */
int
close_both (struct file *f, int n)
{
  int error;
  error = open_it (f);		/* { dg-warning "in .error., is never read" } */
  if (n > 0)
    error = read_it (f);	/* { dg-message "overwritten here" } */
  else
    error = close_it (f);
  return error;
}

/* Converted on the way.  */
short
small (struct file *f)
{
  short n = size_of (f);	/* { dg-warning "in .n., is never read" } */
  n = read_it (f);		/* { dg-message "overwritten here" } */
  return n;
}

/* As reftable/reader.c in git.  */
int
in_loop (struct file *f)
{
  int error = open_it (f);
  if (error < 0)
    return error;
  error = close_it (f);		/* { dg-warning "in .error., is never read" } */
  while (1)
    {
      error = read_it (f);	/* { dg-message "overwritten here" } */
      if (error != 0)
	return error;
    }
}
