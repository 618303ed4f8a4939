/* A user's models of functions.  One that is added and that nobody calls, or a
   line that moves, runs nothing but the look at which models concern a function
   (2); one that changes runs whoever calls that function (3); without the file
   (4) it is so for all that called functions which were in it.

// flags 1: -fplugin-arg-libqueries-replace=analyzer -fplugin-arg-libqueries-models=models-1.txt
// flags 2: -fplugin-arg-libqueries-replace=analyzer -fplugin-arg-libqueries-models=models-2.txt
// flags 3: -fplugin-arg-libqueries-replace=analyzer -fplugin-arg-libqueries-models=models-3.txt
// flags 4: -fplugin-arg-libqueries-replace=analyzer
// checks: memory
// expect 1: call_graph=1 call_sccs=1 call_targets=3 called_models=3 cfg_order=3 check_function=3 check_unit=1 dominators=3 liveness=3 loops=3 memory=3 memory_analysis=3
// expect 2: called_models=3
// expect 3: called_models=3 cfg_order=1 check_function=1 check_unit=1 dominators=1 liveness=1 loops=1 memory=1 memory_analysis=1
// expect 4: call_component=4 called_models=3 cfg_order=2 check_function=1 check_unit=1 dominators=2 liveness=2 loops=2 memory=2 memory_analysis=2 memory_summary=2
*/
void *pool_get (unsigned long);
void pool_put (void *);

int
twice (int n)
{
  void *p = pool_get (n);

  pool_put (p);
  pool_put (p);
  return n;
}

void *
gets (void)
{
  return pool_get (1);
}

int
neither (int *p)
{
  return *p;
}
