/* What a function does to its callers' memory: an edit that leaves that as it is
   runs its own analysis and no caller's (2); one that changes it its caller's, too
   (3), which now frees twice and so comes to no end: that is news for whoever
   calls that one.  What was there before is remembered (4).

// checks: memory
// flags 1: -fplugin-arg-libqueries-replace=analyzer
// flags 2: -fplugin-arg-libqueries-replace=analyzer
// flags 3: -fplugin-arg-libqueries-replace=analyzer
// flags 4: -fplugin-arg-libqueries-replace=analyzer
// expect 1: call_component=3 call_graph call_sccs call_targets=3 called_models=3 cfg_order=3 check_function=3 check_unit dominators=3 liveness=3 loops=3 memory=3 memory_analysis=3 memory_summary=2 signal_context signal_reach signal_registrations=3
// expect 2: call_component call_targets called_models cfg_order check_function dominators liveness loops memory memory_analysis memory_summary signal_registrations
// expect 3: call_component=3 call_graph call_targets called_models=3 cfg_order=3 check_function=2 check_unit dominators=3 liveness=3 loops=3 memory=3 memory_analysis=3 memory_events memory_summary=2 signal_context=2 signal_reach signal_registrations=3
// expect 4: nothing
*/
#include <stdlib.h>

void
callee (int *p, int n)
{
#if REV == 1
  if (n)
    *p = n;
#elif REV == 2 || REV == 4
  int m = n;
  if (m != 0)
    *p = m;
#elif REV == 3
  if (n)
    *p = n;
  free (p);
#endif
}

void
caller (int *p)
{
  callee (p, 3);
  free (p);
}

void
above (int *p)
{
  caller (p);
}
