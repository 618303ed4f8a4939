/* Flags change: one that only GCC's optimisers see (2), one that changes what
   statements mean (3), one that switches a check off (4) and on again (5: what
   was remembered before is still there), and no optimisation (6): there GCC
   keeps a block for the return, so the bodies are other ones.

// flags 2: -O3 -funroll-loops
// flags 3: -fwrapv
// flags 4: -Wno-uninitialized -Wno-maybe-uninitialized
// flags 5: -g
// flags 6: -O0
// expect 1: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_targets=2 check_function=2 dominators=2 early_uninit=2 function_return=2 infinite_recursion=2 nonnull_argument=2 nonnull_compare=2 post_dominators=2 unused_result=2 cfg_order=2 executable_edges check_unit call_graph call_sccs loops=2 points_to=2 predicates=2 uninit=2 value_numbers=2
// expect 2: nothing
// expect 3: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_targets=2 check_function=2 dominators=2 early_uninit=2 function_return=2 infinite_recursion=2 nonnull_argument=2 nonnull_compare=2 post_dominators=2 unused_result=2 cfg_order=2 executable_edges loops=2 points_to=2 predicates=2 uninit=2 value_numbers=2
// expect 4: check_function=2 check_unit
// expect 5: nothing
// expect 6: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_targets=2 check_function=2 dominators=2 early_uninit=2 function_return=2 infinite_recursion=2 nonnull_argument=2 nonnull_compare=2 post_dominators=2 unused_result=2 cfg_order=2 executable_edges loops=2 points_to=2 predicates=2 uninit=2 value_numbers=2
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
