/* What pool_add does with null only the user's models tell.  */

void pool_add (void *, int);

void
f (void *p)
{
  if (!p)
    pool_add (p, 1);
  else
    pool_add (0, 2);
}
