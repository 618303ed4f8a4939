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
