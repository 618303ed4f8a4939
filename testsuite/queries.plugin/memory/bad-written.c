/* Functions elsewhere that write to what cannot be written.  */
/* { dg-do compile } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stddef.h>

extern int fill (void *, size_t) /* { dg-message "parameter 1 of 'fill' marked with attribute 'access \\(write_only, 1, 2\\)'" } */
  __attribute__ ((access (write_only, 1, 2)));
extern int change (int, void *) /* { dg-message "parameter 2 of 'change' marked with attribute 'access \\(read_write, 2\\)'" } */
  __attribute__ ((access (read_write, 2)));

const char table[8] = { 1 }; /* { dg-message "declared here" } */

int
fill_literal (void)
{
  const char *text = "hello";

  return fill ((char *) text, 3); /* { dg-warning "write to string literal" } */
}

int
change_constant (int n)
{
  if (n < 8)
    return change (n, (char *) table); /* { dg-warning "write to 'const' object 'table'" } */
  return 0;
}

int
fill_function (void)
{
  return fill ((void *) fill_literal, 3); /* { dg-warning "write to function 'fill_literal'" } */
}

char *
fill_label (void)
{
  char *p = (char *) &&here;

  *p = 0; /* { dg-warning "write to label 'here'" } */
here:
  return p;
}

/* What callees return or leave.  */

static char * __attribute__ ((noinline))
name_of (int n)
{
  return n > 3 ? (char *) "large" : (char *) "small";
}

void
write_result (void)
{
  char *name = name_of (2);

  name[0] = 'S'; /* { dg-warning "write to string literal" } */
}

struct named
{
  char *name;
};

static void __attribute__ ((noinline))
set_name (struct named *n)
{
  n->name = (char *) "unnamed";
}

void
write_field (void)
{
  struct named n;

  set_name (&n);
  n.name[0] = 'U'; /* { dg-warning "write to string literal" } */
}
