/* Flags change: one that only GCC's optimisers see (2), one that changes what
   statements mean (3), one that switches a check on (4) and off (5), and no
   optimisation, where more of the early pass's warnings are given (6).

// flags 2: -O3 -funroll-loops
// flags 3: -fwrapv
// flags 4: -Wno-uninitialized -Wno-maybe-uninitialized
// flags 5: -g
// flags 6: -O0
// expect 1: nothing
// expect 2: nothing
// expect 3: nothing
// expect 4: nothing
// expect 5: nothing
// expect 6: nothing
*/
int
use (int a)
{
  int x;
  if (a)
    x = 1;
  return x + a;
}

int
other (int a)
{
  int y;
  return y + a;
}
