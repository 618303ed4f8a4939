/* Two functions that call one another, and what they do with memory: an edit of one
   that leaves their summaries as they are runs the ring and no caller (2); one that
   changes them the callers, too, of whom one frees twice now (3).  What was there before is remembered (4).

// checks: memory
// flags 1: -fplugin-arg-libqueries-replace=analyzer
// flags 2: -fplugin-arg-libqueries-replace=analyzer
// flags 3: -fplugin-arg-libqueries-replace=analyzer
// flags 4: -fplugin-arg-libqueries-replace=analyzer
// expect 1: call_component=4 call_graph call_sccs call_targets=4 called_models=4 cfg_order=4 check_function=4 check_unit dominators=4 liveness=4 loops=4 memory=4 memory_analysis=4 memory_ring memory_summary=2 signal_context signal_reach signal_registrations=4
// expect 2: call_component=2 call_targets called_models=2 cfg_order=2 check_function dominators=2 liveness=2 loops=2 memory memory_analysis memory_ring memory_summary signal_registrations
// expect 3: call_component=4 call_graph call_targets called_models=4 cfg_order=4 check_function check_unit dominators=4 liveness=4 loops=4 memory=4 memory_analysis=4 memory_ring memory_summary=2 signal_context=2 signal_reach signal_registrations=4
// expect 4: nothing
*/
#include <stdlib.h>

void pong (void *, int);

void
ping (void *p, int n)
{
  if (n)
    pong (p, n - 1);
}

void
pong (void *p, int n)
{
#if REV == 1 || REV == 4
  if (n)
    ping (p, n - 1);
#elif REV == 2
  int m = n;
  if (m != 0)
    ping (p, m - 1);
#elif REV == 3
  if (n)
    ping (p, n - 1);
  free (p);
#endif
}

void
caller (void *p)
{
  pong (p, 3);
  free (p);
}

void
above (void *p)
{
  caller (p);
}
