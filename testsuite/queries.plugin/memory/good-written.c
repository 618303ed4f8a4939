/* Functions elsewhere that read, or that write to variables.  */
/* { dg-do compile } */

#include <stddef.h>

extern int fill (void *, size_t) __attribute__ ((access (write_only, 1, 2)));
extern int look (void *, size_t) __attribute__ ((access (read_only, 1, 2)));

const char table[8] = { 1 };
char room[8];

int
use (void)
{
  return look ((char *) table, sizeof table) + look ((char *) "hello", 3)
	 + fill (room, sizeof room);
}

static void
fill_here (char *p)
{
  (void) p;
}

int
here (void)
{
  fill_here ((char *) "hello");
  return 0;
}

/* The caller knows which it is.  */
static char * __attribute__ ((noinline))
name_or (char *name)
{
  return name[0] ? name : (char *) "unnamed";
}

void
write_name (char *name)
{
  char *p = name_or (name);

  p[0] = 'N';
}
