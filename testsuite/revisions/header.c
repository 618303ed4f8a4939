/* A header changes: a declaration nobody uses (2), the size of a structure
   that one function has on its stack (3), an inline function's body (4).

// expect 1: alloca_size=4 return_local_addr=4 dangling_pointer=4 use_after_free=4 wrong_release=4 call_targets=4 check_function=4 dominators=4 early_uninit=4 function_return=4 infinite_recursion=4 nonnull_argument=4 nonnull_compare=4 post_dominators=4 unused_result=4 check_unit call_graph call_sccs call_component parameter_reads cfg_order=2 loops=2 parameter_effects points_to=2 predicates uninit=4 value_numbers=2 returns_constant
// expect 2: nothing
// expect 3: alloca_size=2 return_local_addr=2 dangling_pointer=2 use_after_free=2 wrong_release=2 call_targets=2 check_function=2 dominators=2 early_uninit=2 function_return=2 infinite_recursion=2 nonnull_argument=2 nonnull_compare=2 post_dominators=2 unused_result=2 call_component parameter_reads cfg_order=2 loops=2 parameter_effects points_to=2 predicates uninit=2 value_numbers=2 returns_constant
// expect 4: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result call_component parameter_reads cfg_order loops parameter_effects points_to uninit value_numbers returns_constant
*/
#include "header.h"

int
local (void)
{
  struct point p = { 1, 2 };
  return distance (&p);
}

int
far (const struct point *p)
{
  return distance (p);
}

int
unconcerned (int a)
{
  return a;
}
