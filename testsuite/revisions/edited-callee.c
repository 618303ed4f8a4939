/* The body of a callee changes: its own queries run, its caller's do not.  In
   revision 3 it has a finding, in 4 it calls something else.

// expect 1: nothing
// expect 2: nothing
// expect 3: nothing
// expect 4: nothing
// expect 5: nothing
*/
int leaf (int a);

int
callee (int a)
{
#if REV == 1 || REV == 5
  return a + 1;
#elif REV == 2
  return a + 2;
#elif REV == 3
  int x;
  return a + x;
#elif REV == 4
  return leaf (a);
#endif
}

int
leaf (int a)
{
  return a * 3;
}

int
caller (int a)
{
  return callee (a) + leaf (a);
}
