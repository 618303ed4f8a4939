/* paired.c - two commands run in turns: ratios of their costs.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   paired [-n ROUNDS] [-p CPU] [-b COMMAND] [-l] A B

   Runs A B A B ... through the shell, after one unmeasured round, and prints
   one line of NAME=VALUE pairs: medians of the ratios B/A of wall time and of
   CPU time (user and system, with all children), medians of each, greatest
   memory.  -b runs before the B of every round, unmeasured; -p pins everything
   to one CPU.  With -l A and B are files of as many commands, one per line:
   each line of A is followed by that of B, and a round's cost is their sum.
   Times on a shared machine drift, which a ratio within a round does not; the
   shorter what stands side by side, the less.

   NAME_least is the ratio of the sums, over the commands, of what each cost in its
   cheapest round: other work on the machine makes a command dearer, never cheaper,
   so of short commands that comes nearest to what they cost.  Status 1 if a
   command fails.  */

#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ROUNDS = 1000 };

struct cost
{
  double wall, cpu;		/* Seconds.  */
  long memory;			/* KiB, of the greatest process.  */
};

/* What is run in turns: one command, or with -l the lines of a file.  */
struct commands
{
  char **items;
  struct cost *least;		/* By command, of all rounds.  */
  size_t count;
};

static double
seconds_of (struct timeval t)
{
  return (double) t.tv_sec + (double) t.tv_usec * 1e-6;
}

/* Run COMMAND; ends the program if it fails.  */
static struct cost
run (const char *command)
{
  struct timespec start, end;
  struct rusage usage;
  struct cost cost;
  int status;

  clock_gettime (CLOCK_MONOTONIC, &start);
  pid_t child = fork ();
  if (child == 0)
    {
      execl ("/bin/sh", "sh", "-c", command, (char *) NULL);
      _exit (127);
    }
  if (child < 0)
    {
      perror ("paired: fork");
      exit (1);
    }
  while (wait4 (child, &status, 0, &usage) < 0)
    if (errno != EINTR)
      {
	perror ("paired: wait4");
	exit (1);
      }
  clock_gettime (CLOCK_MONOTONIC, &end);
  if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    {
      fprintf (stderr, "paired: failed: %s\n", command);
      exit (1);
    }
  cost.wall = (double) (end.tv_sec - start.tv_sec)
	      + (double) (end.tv_nsec - start.tv_nsec) * 1e-9;
  cost.cpu = seconds_of (usage.ru_utime) + seconds_of (usage.ru_stime);
  cost.memory = usage.ru_maxrss;
  return cost;
}

static void
add_cost (struct cost *sum, struct cost cost)
{
  sum->wall += cost.wall;
  sum->cpu += cost.cpu;
  if (cost.memory > sum->memory)
    sum->memory = cost.memory;
}

/* Run command I, of which it is ROUND, the first being 0.  */
static void
run_command (struct commands *commands, size_t i, int round,
	     struct cost *sum)
{
  struct cost cost = run (commands->items[i]);
  struct cost *least = &commands->least[i];

  add_cost (sum, cost);
  if (round <= 0 || cost.wall < least->wall)
    least->wall = cost.wall;
  if (round <= 0 || cost.cpu < least->cpu)
    least->cpu = cost.cpu;
}

static void
run_round (struct commands *a, struct commands *b, const char *before,
	   int round, struct cost *of_a, struct cost *of_b)
{
  *of_a = *of_b = (struct cost){ 0 };
  for (size_t i = 0; i < a->count; i++)
    {
      run_command (a, i, round, of_a);
      if (i == 0 && before)
	run (before);
      run_command (b, i, round, of_b);
    }
}

static void
add_command (struct commands *commands, const char *line)
{
  char **items = realloc (commands->items,
			  (commands->count + 1) * sizeof *items);
  struct cost *least = realloc (commands->least,
				(commands->count + 1) * sizeof *least);
  char *item = strdup (line);
  if (!items || !least || !item)
    {
      fprintf (stderr, "paired: out of memory\n");
      exit (1);
    }
  items[commands->count] = item;
  least[commands->count++] = (struct cost){ 0 };
  commands->items = items;
  commands->least = least;
}

static void
read_commands (struct commands *commands, const char *name)
{
  char *line = NULL;
  size_t size = 0;
  ssize_t length;
  FILE *file = fopen (name, "r");
  if (!file)
    {
      perror (name);
      exit (1);
    }
  while ((length = getline (&line, &size, file)) >= 0)
    {
      if (length > 0 && line[length - 1] == '\n')
	line[length - 1] = '\0';
      add_command (commands, line);
    }
  free (line);
  fclose (file);
}

static void
release_commands (struct commands *commands)
{
  for (size_t i = 0; i < commands->count; i++)
    free (commands->items[i]);
  free (commands->items);
  free (commands->least);
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Sorts VALUES.  */
static double
median (double *values, size_t count)
{
  qsort (values, count, sizeof *values, compare_doubles);
  return count % 2 ? values[count / 2]
		   : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* The median over rounds of FIELD of B by FIELD of A, and of each.  */
#define PRINT_MEDIANS(NAME, FIELD)					\
  do									\
    {									\
      double ratio[MAX_ROUNDS], of_a[MAX_ROUNDS], of_b[MAX_ROUNDS];	\
      for (int i = 0; i < rounds; i++)					\
	{								\
	  of_a[i] = a[i].FIELD;						\
	  of_b[i] = b[i].FIELD;						\
	  ratio[i] = of_a[i] > 0 ? of_b[i] / of_a[i] : 0;		\
	}								\
      printf (NAME "_ratio=%.4f " NAME "_a=%.4f " NAME "_b=%.4f ",	\
	      median (ratio, (size_t) rounds),				\
	      median (of_a, (size_t) rounds),				\
	      median (of_b, (size_t) rounds));				\
    }									\
  while (0)

static void
print_least (const struct commands *commands)
{
  struct cost sum[2] = { { .wall = 0 }, { .wall = 0 } };

  for (int side = 0; side < 2; side++)
    for (size_t i = 0; i < commands[side].count; i++)
      add_cost (&sum[side], commands[side].least[i]);
  printf ("wall_least=%.4f cpu_least=%.4f ",
	  sum[0].wall > 0 ? sum[1].wall / sum[0].wall : 0,
	  sum[0].cpu > 0 ? sum[1].cpu / sum[0].cpu : 0);
}

static void
print_costs (const struct commands *commands, const struct cost *a,
	     const struct cost *b, int rounds)
{
  long memory_a = 0, memory_b = 0;
  PRINT_MEDIANS ("wall", wall);
  PRINT_MEDIANS ("cpu", cpu);
  for (int i = 0; i < rounds; i++)
    {
      if (a[i].memory > memory_a)
	memory_a = a[i].memory;
      if (b[i].memory > memory_b)
	memory_b = b[i].memory;
    }
  print_least (commands);
  printf ("memory_a=%ld memory_b=%ld rounds=%d\n", memory_a, memory_b,
	  rounds);
}

static void
pin (int cpu)
{
  cpu_set_t set;
  CPU_ZERO (&set);
  CPU_SET (cpu, &set);
  if (sched_setaffinity (0, sizeof set, &set) < 0)
    {
      perror ("paired: sched_setaffinity");
      exit (1);
    }
}

static void
usage (void)
{
  fprintf (stderr,
	   "usage: paired [-n ROUNDS] [-p CPU] [-b COMMAND] [-l] A B\n");
  exit (2);
}

int
main (int argc, char **argv)
{
  static struct cost a[MAX_ROUNDS], b[MAX_ROUNDS];
  struct commands sides[2] = { { NULL, NULL, 0 }, { NULL, NULL, 0 } };
  const char *before = NULL;
  bool is_list = false;
  int rounds = 5, option;

  while ((option = getopt (argc, argv, "n:p:b:l")) != -1)
    switch (option)
      {
      case 'n':
	rounds = atoi (optarg);
	break;
      case 'p':
	pin (atoi (optarg));
	break;
      case 'b':
	before = optarg;
	break;
      case 'l':
	is_list = true;
	break;
      default:
	usage ();
      }
  if (argc - optind != 2 || rounds < 1 || rounds > MAX_ROUNDS)
    usage ();
  for (int i = 0; i < 2; i++)
    (is_list ? read_commands : add_command) (&sides[i], argv[optind + i]);
  if (sides[0].count != sides[1].count)
    {
      fprintf (stderr, "paired: %s and %s have not as many lines\n",
	       argv[optind], argv[optind + 1]);
      return 2;
    }
  /* Round -1 warms the file system's caches.  */
  for (int i = -1; i < rounds; i++)
    {
      int to = i < 0 ? 0 : i;
      run_round (&sides[0], &sides[1], before, i, &a[to], &b[to]);
    }
  print_costs (sides, a, b, rounds);
  release_commands (&sides[0]);
  release_commands (&sides[1]);
  return 0;
}
