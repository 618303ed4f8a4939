/* What pool_get does only the user's models tell.  */

void *pool_get (unsigned long);

int
f (int n)
{
  void *p = pool_get (n);

  return p ? n : 0;
}
