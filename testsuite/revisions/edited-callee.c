/* The body of a callee changes: its own queries run, its caller's do not.  In
   revision 3 it has a finding, in 4 it calls something else.

// expect 1: alloca_size=3 return_local_addr=3 dangling_pointer=3 use_after_free=3 wrong_release=3 call_targets=3 check_function=3 dominators=3 early_uninit=3 function_return=3 infinite_recursion=3 nonnull_argument=3 nonnull_compare=3 post_dominators=3 unused_result=3 check_unit call_graph call_sccs uninit=3
// expect 2: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result uninit
// expect 3: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result cfg_order executable_edges check_unit loops points_to predicates uninit value_numbers
// expect 4: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result call_graph call_sccs uninit
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
