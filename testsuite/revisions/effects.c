/* What a callee does with a pointer changes: its caller's facts are computed again.
   As long as the summary is the same they are not.

// expect 1: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_component=3 call_graph call_sccs call_targets=2 cfg_order=2 check_function=2 check_unit dominators=2 early_uninit=2 executable_edges function_return=2 infinite_recursion=2 loops=2 nonnull_argument=2 nonnull_compare=2 parameter_effects points_to=2 post_dominators=2 predicates returns=2 uninit=2 unused_result=2 value_numbers=2 returns_constant=2
// expect 2: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_component call_targets cfg_order check_function dominators early_uninit executable_edges function_return infinite_recursion loops nonnull_argument nonnull_compare parameter_effects points_to post_dominators returns uninit unused_result value_numbers returns_constant
// expect 3: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_component call_targets cfg_order=2 check_function dominators=2 early_uninit function_return infinite_recursion loops=2 nonnull_argument nonnull_compare parameter_effects points_to=2 post_dominators=2 predicates uninit=2 unused_result value_numbers=2 returns_constant=2
// expect 4: nothing
*/
int *kept;
int helper (int a);

static int
callee (int *p, int a)
{
#if REV == 1 || REV == 4
  *p = a * 2;
#elif REV == 2
  *p = a * 3;
#elif REV == 3
  *p = a * 2;
  kept = p;
#endif
  return a;
}

int
caller (int a)
{
  int x;
  int b = callee (&x, a);

  return helper (b) + x;
}
