/* A local variable is renamed.  Its name is in the messages, so the body is
   another one; but the other function, the call graph and the unit are not
   touched.

// expect 1: nothing
// expect 2: nothing
// expect 3: nothing
*/
int
use (int a)
{
#if REV == 1 || REV == 3
  int counter = a;
  return counter + 1;
#else
  int number = a;
  return number + 1;
#endif
}

int
other (int a)
{
  return use (a);
}
