/* What releases does not fit what allocates.  */
/* { dg-do compile } */

typedef unsigned long size_t;
typedef struct thing thing;
void free (void *);
void *malloc (size_t);
void drop (thing *);
void lose (int, thing *);
__attribute__ ((malloc (drop, 1))) thing *make (void);
__attribute__ ((malloc (lose, 2))) thing *find (int);
void use (void *);

void
first (void)
{
  thing *t = make ();		/* { dg-message "returned from 'make'" } */
  use (t);
  free (t);			/* { dg-warning "'free' called on pointer returned from a mismatched allocation function" } */
}

void
second (void)
{
  thing *t = make ();		/* { dg-message "returned from 'make'" } */
  use (t);
  lose (1, t);			/* { dg-warning "'lose' called on pointer returned from a mismatched allocation function" } */
}

void
third (void)
{
  thing *t = malloc (100);	/* { dg-message "returned from 'malloc'" } */
  use (t);
  drop (t);			/* { dg-warning "'drop' called on pointer returned from a mismatched allocation function" } */
}
