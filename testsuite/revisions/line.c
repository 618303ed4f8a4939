/* assert hands its line to a function.  Lines above it change (2, 3): nothing
   runs, though the number in the program is another one.  A call that is given
   a number by its caller is another matter (4), even on the line of that number
   and in a macro.

// expect 1: alloca_size=3 return_local_addr=3 dangling_pointer=3 use_after_free=3 wrong_release=3 call_targets=3 check_function=3 dominators=3 early_uninit=3 function_return=3 infinite_recursion=3 nonnull_argument=3 nonnull_compare=3 post_dominators=3 unused_result=3 check_unit call_graph call_sccs uninit=3
// expect 2: nothing
// expect 3: nothing
// expect 4: alloca_size return_local_addr dangling_pointer use_after_free wrong_release call_targets check_function dominators early_uninit function_return infinite_recursion nonnull_argument nonnull_compare post_dominators unused_result uninit
*/
#include <assert.h>

extern void report (int line, int number);
#define CORRUPT report (__LINE__, 11)
#define TWICE(CALL) do { CALL; report (__LINE__, 12); } while (0)

#if REV == 2
/* A comment.  */
#elif REV == 3


#endif

void
checked (int a)
{
  assert (a > 1);
  if (a == 2)
    CORRUPT;
}

void
counted (int a)
{
  TWICE (report (a, 1));
}

void
numbered (void)
{
#if REV == 4
  report (41, 5);
#else
  report (40, 5);
#endif
}
