/* Calls may change what others have; that they do nobody knows.  */
/* { dg-do compile } */

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct options { int keep_times, mode; };

extern void report (const char *);
extern int copy (const char *, const struct options *);
extern char *next_name (void);
extern int use (char *);
extern int unlink_all (void);

int verbose;
static int prove;

int
set_verbose (int how)
{
  return verbose = how;
}

void
set_prove (void)
{
  prove = 1;
}

/* A variable of the unit is asked twice.  */
int
twice (const char *name)
{
  struct stat s;

  if (prove && stat (name, &s) != 0)
    return 1;
  report (name);
  if (prove)
    return s.st_nlink > 1;
  return 0;
}

/* What a parameter points to, beside calls that may not write to it.  */
int
copy_with_times (const char *name, const struct options *o)
{
  struct stat s;

  if (o->keep_times && stat (name, &s) != 0)
    return 1;
  if (copy (name, o))
    return 1;
  return o->keep_times && s.st_nlink > 1;
}

/* Something of one's own whose address others were given once.  */
int
asked_for (void)
{
  int wanted = 0;
  char *name;

  extern void ask (int *);
  ask (&wanted);
  if (wanted)
    name = next_name ();
  report ("asked");
  return wanted ? use (name) : 0;
}

/* The loop ends by a result that keeps it from being released.  */
int
names (int n, char **list)
{
  char *name = NULL;
  int still = 1, result = 0;

  for (int i = 0; i < n && !result; i++)
    {
      name = strdup (list[i]);
      if (!name)
	return 1;
      if (still && name[0] == '-')
	{
	  if (name[1] == '-')
	    still = 0;
	  else
	    {
	      result = use (name);
	      if (result == 3)
		result = 0;
	      else if (result)
		report (name);
	    }
	}
      else
	result = use (list[i]);
      if (!result)
	{
	  free (name);
	  name = NULL;
	}
    }
  if (result)
    report (name);
  free (name);
  return result;
}

/* The system has what the program leaves.  */
int
main (int argc, char **argv)
{
  char *list = calloc (argc, sizeof *list);

  if (!list)
    return 1;
  list[0] = argv[0][0];
  return unlink_all () + list[argc - 1];
}
