#if REV == 2
/* A comment line.  */
#elif REV == 3


#endif
/* Comments and blank lines on top: nothing runs, and the findings move.

// expect 1: nothing
// expect 2: nothing
// expect 3: nothing
// expect 4: nothing
*/
#if REV == 4
struct unrelated { int a, b; };
extern int unrelated (struct unrelated *);
typedef unsigned long unrelated_t;
#endif

int
use (void)
{
  int x;
  return x;			/* warned of */
}

int
callee (int a)
{
  return a + 1;
}

int
caller (int a)
{
  return callee (a) + use ();
}
