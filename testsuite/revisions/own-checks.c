/* Checks of our own, over facts about callees.  A comment (2); a callee that gets
   an effect, so that its caller is not pure (3), gets more of them (4: the finding
   is the same), and another parameter list (5: calls do not fit).

// checks: pure-body,call-type
// expect 1: call_component=2 call_graph call_sccs call_targets=2 call_type=2 cfg_order=2 check_function=2 check_unit dominators=2 executable_edges=2 memory_effects=2 pure_body=2 returns signature
// expect 5: call_component call_targets call_type=2 cfg_order=2 check_function=2 check_unit dominators=2 executable_edges=2 memory_effects pure_body returns signature
// expect 4: call_component=2 call_targets call_type cfg_order=2 check_function dominators=2 executable_edges=2 memory_effects=2 pure_body=2 returns signature
// expect 3: call_component=2 call_targets call_type cfg_order=2 check_function=2 check_unit dominators=2 executable_edges=2 memory_effects=2 pure_body=2 returns signature
// expect 2: nothing
*/
#if REV == 2
/* A comment.  */
#endif

int counter, other;

#if REV >= 5
static int
helper (x, y)
  int x, y;
{
  counter = y;
  return x;
}
#elif REV == 4
static int
helper (x)
  int x;
{
  counter = x;
  other = x + 1;
  return x;
}
#elif REV == 3
static int
helper (x)
  int x;
{
  counter = x;
  return x;
}
#else
static int
helper (x)
  int x;
{
  return x;
}
#endif

__attribute__ ((pure)) int
caller (int x)
{
  return helper (x) + 1;
}
