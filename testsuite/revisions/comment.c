#if REV == 2
/* A comment line.  */
#elif REV == 3


#endif
/* Comments and blank lines on top: nothing runs, and the findings move.

// expect 1: alloca_size=3 return_local_addr=3 dangling_pointer=3 use_after_free=3 wrong_release=3 call_targets=3 check_function=3 dominators=3 early_uninit=3 function_return=3 infinite_recursion=3 nonnull_argument=3 nonnull_compare=3 post_dominators=3 unused_result=3 cfg_order executable_edges check_unit call_graph call_sccs loops points_to predicates uninit=3 value_numbers
// expect 2: nothing
// expect 3: nothing
// expect 4: nothing
*/
#if REV == 4
struct unrelated { int a, b; };
extern int unrelated (struct unrelated *);
typedef unsigned long unrelated_t;
#endif

int
use (void)
{
  int x;
  return x;			/* warned of */
}

int
callee (int a)
{
  return a + 1;
}

int
caller (int a)
{
  return callee (a) + use ();
}
