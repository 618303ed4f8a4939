/* Where a callee does what its summary says: only who reports a finding because of
   it depends on that.  An edit that moves lines runs nothing (2), one that moves
   the statements and keeps the summary runs the caller that has the finding and not
   the other one (3).  What was there before is remembered (4).

// checks: memory
// flags 1: -fplugin-arg-libqueries-replace=analyzer -fno-inline
// flags 2: -fplugin-arg-libqueries-replace=analyzer -fno-inline
// flags 3: -fplugin-arg-libqueries-replace=analyzer -fno-inline
// flags 4: -fplugin-arg-libqueries-replace=analyzer -fno-inline
// expect 1: call_component=3 call_graph call_sccs call_targets=3 called_models=3 cfg_order=3 check_function=3 check_unit dominators=3 liveness=3 loops=3 memory=3 memory_analysis=3 memory_events memory_summary signal_context signal_reach signal_registrations=3
// expect 2: nothing
// expect 3: call_component=2 call_targets called_models=2 cfg_order=2 check_function=2 check_unit dominators=2 liveness=2 loops=2 memory=2 memory_analysis=2 memory_events memory_summary signal_context signal_reach signal_registrations=3
// expect 4: nothing
*/
#include <stdlib.h>

int counter;

#if REV == 2 || REV == 4


#endif
void
callee (int *p, int n)
{
#if REV == 3
  int m = n * n;

  if (m != 0)
    n = 0;
#endif
  free (p);
}

void
finds (int *p)
{
  callee (p, 1);
  callee (p, 2);
}

void
does_not (int *p)
{
  callee (p, 1);
}
