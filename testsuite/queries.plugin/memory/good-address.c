/* Pointers and indices that have values by the time they are used.  */
/* { dg-do compile } */

void use (int);
int foo (void);
void set (int **);

void
set_before (int kind)
{
  int a = 0;
  int *p;

  if (kind)
    p = &a;
  else
    set (&p);
  *p = 1;
  use (a);
}

int
index_by_a_loop (const int *table, int n)
{
  int i, found = 0;

  for (i = 0; i < n; i++)
    if (table[i] == 7)
      {
	found = 1;
	break;
      }
  return found ? table[i] : 0;
}

/* Its address is not its value.  */

void
address_of_an_element (void)
{
  int some[3];
  int *p = &some[foo () & 1];

  *p = 1;
  use (*p);
}
