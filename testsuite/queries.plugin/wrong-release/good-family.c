/* What releases fits, or what allocates does not say.  */
/* { dg-do compile } */

typedef unsigned long size_t;
typedef struct thing thing;
void free (void *);
void *malloc (size_t);
void *realloc (void *, size_t);
void drop (thing *);
void lose (int, thing *);
__attribute__ ((malloc (drop, 1))) thing *make (void);
__attribute__ ((malloc (lose, 2))) thing *find (int);
thing *unknown (void);
void use (void *);

void
first (void)
{
  thing *t = make ();
  use (t);
  drop (t);
}

void
second (void)
{
  thing *t = find (1);
  use (t);
  lose (1, t);
}

void
third (void)
{
  void *p = malloc (100);
  use (p);
  p = realloc (p, 200);
  use (p);
  free (p);
}

void
fourth (void)
{
  thing *t = unknown ();
  use (t);
  drop (t);
}
