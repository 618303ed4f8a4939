/* What functions of the unit have written, or do not look at.  */
/* { dg-do compile } */
/* { dg-options "-Wall -Wextra" } */
/* own-checks: at -O1 GCC warns of what `ignores' does not look at.  */

void use (int);
int read_number (void);
void fail (void) __attribute__ ((noreturn));

static __attribute__ ((noinline)) int
get (int n, int *x)
{
  if (n < 0)
    return -1;
  *x = read_number ();
  return 0;
}

void
right_result (int n)
{
  int x;

  if (get (n, &x) == 0)
    use (x);
}

void
fails (int n)
{
  int x;

  if (__builtin_expect (get (n, &x) != 0, 0))
    fail ();
  use (x);
}

static __attribute__ ((noinline)) void
if_wanted (int n, int *x)
{
  if (x)
    *x = n;
}

void
wanted (int n)
{
  int x;

  if_wanted (n, &x);
  use (x);
}

static __attribute__ ((noinline)) void
ignores (int x __attribute__ ((unused)))
{
  use (1);
}

void
ignored (int n)
{
  int x;

  if (n)
    x = n;
  ignores (x);
}

/* An error that says that it is one, for GCC to know.  */
void say (const char *);

static inline int
failure (void)
{
  return -1;
}

int
load (int *out)
{
  int result = 0, size;

  if (read_number ())
    {
      result = (say ("cannot read"), failure ());
      goto cleanup;
    }
  size = read_number ();

 cleanup:
  if (!result)
    *out = size;
  return result;
}

/* What only computes with a pointer reads nothing behind it.  */
static void *
aligned (const void *p, unsigned long alignment)
{
  const char *end = (const char *) p + alignment - 1;

  return (void *) (end - (unsigned long) end % alignment);
}

void fill (char *p);

char
aligned_before_it_is_filled (unsigned long alignment)
{
  char buffer[64];
  char *p = aligned (buffer, alignment);

  fill (p);
  return *p;
}

/* Its body may be gone before anybody can ask whether it looks at it: the same is
   said with and without it.  */
extern inline __attribute__ ((gnu_inline)) int
ignores_inline (int x __attribute__ ((unused)))
{
  return 0;
}

int
ignored_inline (int n)
{
  int x;

  if (n)
    x = n;
  return ignores_inline (x);
}

/* The same of a variable whose address was taken.  */
int set (int *x);

int
ignored_memory (int n)
{
  int x;

  if (n && set (&x))
    return 1;
  return ignores_inline (x);
}

/* Two pointers that are checked at once.  */
static __attribute__ ((noinline)) int
put_both (int n, int *number, int *size)
{
  if (number == 0 || size == 0)
    return -1;
  *number = n;
  *size = 4;
  return 0;
}

int
both (int n)
{
  int number, size;

  put_both (n, &number, &size);
  return number + size;
}
