/* A local variable is renamed.  Its name is in the messages, so the body is
   another one; but the other function, the call graph and the unit are not
   touched.

// expect 1: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_targets=2 check_function=2 dominators=2 early_uninit=2 function_return=2 infinite_recursion=2 nonnull_argument=2 nonnull_compare=2 post_dominators=2 unused_result=2 check_unit call_graph call_sccs uninit=2
// expect 2: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result uninit
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
