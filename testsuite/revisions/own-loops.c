/* Checks of our own, over facts about one body.  A comment (2); the loop gets its
   step (3); what it calls gets an effect (4), which is not asked for where the
   loop ends, and is where it does not (5): it is that of (2) again, whose record the
   store still has.

// checks: endless-loop,counter-wrap,unreachable,dead-result
// expect 1: call_component=2 call_graph call_sccs call_targets=2 cfg_order=2 check_function=2 check_unit component_effects counter_wrap=2 dead_result=2 dominators endless_loop=2 executable_edges function_effects loops unreachable=2
// expect 2: nothing
// expect 3: call_targets cfg_order check_function check_unit counter_wrap dead_result dominators endless_loop loops unreachable
// expect 4: call_targets cfg_order check_function counter_wrap dead_result endless_loop unreachable
// expect 5: call_component=2 cfg_order=2 check_function component_effects dominators endless_loop function_effects loops
*/
#if REV == 2
/* A comment.  */
#endif

int counter;

static int
helper (int x)
{
#if REV >= 4
  counter = x;
#endif
  return x;
}

int
wait_for (int n)
{
  int i = 0;
  while (i < n)
    {
      helper (3);
#if REV == 3 || REV == 4
      i++;
#endif
    }
  return i;
}
