/* doctor-compiler.c - the compiler, the plugin in it, ccache before it.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/doctor.h"
#include "tools/run.h"

#define MOST_WORDS 16

unsigned
doctor_compiler_words (const struct doctor *d, char *text, size_t size,
		       char **words, unsigned most)
{
  const char *compiler = d->invocation->options[OPTION_compiler];
  unsigned n = 0;
  char *rest;
  if (!compiler)
    compiler = getenv ("CC");
  if (!compiler || !*compiler)
    compiler = QUERIES_COMPILER;
  snprintf (text, size, "%s", compiler);
  for (char *word = strtok_r (text, " \t", &rest); word && n + 1 < most;
       word = strtok_r (NULL, " \t", &rest))
    words[n++] = word;
  words[n] = NULL;
  return n;
}

struct compiler
{
  char text[1024];
  char *words[MOST_WORDS];
  unsigned n_words;
};

/* Run it with OPTIONS, which end with NULL.  */
static int
run_compiler (const struct compiler *c, const char *const *options,
	      char *output, size_t size)
{
  char *arguments[MOST_WORDS + 8];
  unsigned n = c->n_words;
  memcpy (arguments, c->words, n * sizeof *arguments);
  while (*options && n + 1 < sizeof arguments / sizeof *arguments)
    arguments[n++] = (char *) *options++;
  arguments[n] = NULL;
  return run (arguments, output, size);
}

static void
cut_line (char *text)
{
  text[strcspn (text, "\n")] = '\0';
}

/* False: there is none to try.  */
static bool
look_at_version (struct doctor *d, const struct compiler *c)
{
  static const char *const dump[] = { "-dumpfullversion", NULL };
  static const char *const about[] = { "--version", NULL };
  char version[256], line[256];
  if (run_compiler (c, about, line, sizeof line) != 0)
    {
      doctor_tell (d, VERDICT_PROBLEM, "compiler",
		   "Give another one: --compiler=CC.",
		   "'%s' cannot be run", c->words[0]);
      return false;
    }
  cut_line (line);
  if (strstr (line, "clang"))
    {
      doctor_tell (d, VERDICT_PROBLEM, "compiler",
		   "Only GCC can load the plugin: --compiler=gcc.",
		   "'%s' is %s", c->words[0], line);
      return false;
    }
  if (run_compiler (c, dump, version, sizeof version) != 0)
    strcpy (version, "unknown");
  cut_line (version);
  if (strtol (version, NULL, 10) != QUERIES_GCC)
    doctor_tell (d, VERDICT_PROBLEM, "compiler",
		 "Build libqueries for it: ./configure --with-gcc=CC.",
		 "'%s' is GCC %s; libqueries was built for GCC %d",
		 c->words[0], version, QUERIES_GCC);
  else
    doctor_tell (d, VERDICT_FINE, "compiler", NULL, "'%s' is GCC %s",
		 c->words[0], version);
  return true;
}

/* Load the plugin as -fplugin=NAME.  True if that worked.  */
static bool
try_name (struct doctor *d, const struct compiler *c, const char *name)
{
  char plugin[PATH_MAX], argument[128], output[1024];
  const char *slash = strrchr (name, '/'), *base = slash ? slash + 1 : name;
  snprintf (plugin, sizeof plugin, "-fplugin=%s", name);
  snprintf (argument, sizeof argument, "-fplugin-arg-%.*s-version",
	    (int) strcspn (base, "."), base);
  const char *const options[] = {
    plugin, argument, "-fsyntax-only", "-x", "c", "/dev/null", NULL
  };
  int status = run_compiler (c, options, output, sizeof output);
  cut_line (output);
  if (status != 0)
    {
      /* That it is of another version is worth more than a note.  */
      bool wrong = strstr (output, "was built for") != NULL;
      doctor_tell (d, wrong ? VERDICT_PROBLEM : VERDICT_NOTE, "plugin", NULL,
		   "-fplugin=%s does not work: %s", name, output);
      return false;
    }
  const char *version = strncmp (output, "libqueries ", 11) == 0 ? output + 11
								  : "unknown";
  size_t size = strcspn (version, " ,");
  if (size != strlen (QUERIES_VERSION)
      || strncmp (version, QUERIES_VERSION, size) != 0)
    doctor_tell (d, VERDICT_PROBLEM, "plugin",
		 "Versions differ: they do not share results. Remove the older "
		 "one, or install again.",
		 "-fplugin=%s is %s; this command is %s", name, output,
		 QUERIES_VERSION);
  else
    doctor_tell (d, VERDICT_FINE, "plugin", NULL, "-fplugin=%s is %s", name,
		 output);
  return true;
}

void
doctor_compiler (struct doctor *d)
{
  static const char *const names[] = {
    "libqueries.so", "libqueries", "queries"
  };
  struct compiler c;
  unsigned worked = 0;
  c.n_words = doctor_compiler_words (d, c.text, sizeof c.text, c.words,
				     MOST_WORDS);
  if (c.n_words == 0 || !look_at_version (d, &c))
    return;
  /* It would be silent about its version, too.  */
  char *disabled = getenv ("QUERIES_DISABLE");
  disabled = disabled ? strdup (disabled) : NULL;
  unsetenv ("QUERIES_DISABLE");
  for (unsigned n = 0; n < sizeof names / sizeof *names; n++)
    worked += try_name (d, &c, names[n]);
  if (worked == 0 && access (QUERIES_LIBRARY, R_OK) == 0)
    worked += try_name (d, &c, QUERIES_LIBRARY);
  if (worked == 0)
    doctor_tell (d, VERDICT_PROBLEM, "plugin",
		 "Run 'make install', or give a full path: "
		 "-fplugin=/where/it/is/libqueries.so.",
		 "the compiler finds the plugin under none of its names");
  if (disabled)
    setenv ("QUERIES_DISABLE", disabled, 1);
  free (disabled);
}

/* ccache.  */

static bool
is_ccache (const char *path)
{
  char real[PATH_MAX];
  const char *name = realpath (path, real) ? real : path;
  const char *slash = strrchr (name, '/');
  return strstr (slash ? slash + 1 : name, "ccache") != NULL;
}

/* Whether the compiler is called through ccache; how, into HOW.  */
static bool
is_cached (const struct doctor *d, char *how, size_t size)
{
  static const char *const names[] = { "gcc", "cc", "g++", "c++" };
  char text[1024], *words[MOST_WORDS], path[PATH_MAX];
  unsigned n = doctor_compiler_words (d, text, sizeof text, words, MOST_WORDS);
  if (n > 0 && run_find (words[0], path, sizeof path) && is_ccache (path))
    {
      snprintf (how, size, "'%s' is run through ccache (%s)", words[0], path);
      return true;
    }
  for (n = 0; n < sizeof names / sizeof *names; n++)
    if (run_find (names[n], path, sizeof path) && is_ccache (path))
      {
	snprintf (how, size, "'%s' is run through ccache (%s)", names[n],
		  path);
	return true;
      }
  return false;
}

/* The name in -fplugin=NAME that some variable for flags has, if it is this
   plugin's and no path; into NAME.  */
static bool
bare_name (char *name, size_t size)
{
  static const char *const variables[] = {
    "CC", "CXX", "CFLAGS", "CXXFLAGS", "CPPFLAGS"
  };
  for (unsigned v = 0; v < sizeof variables / sizeof *variables; v++)
    for (const char *at = getenv (variables[v]);
	 at && (at = strstr (at, "-fplugin=")); at++)
      {
	at += strlen ("-fplugin=");
	size_t length = strcspn (at, " \t");
	if (memchr (at, '/', length) || !memmem (at, length, "queries", 7))
	  continue;
	snprintf (name, size, "%.*s", (int) length, at);
	return true;
      }
  return false;
}

static bool
knows_plugin (void)
{
  static char *const ask[] = {
    "ccache", "--get-config", "extra_files_to_hash", NULL
  };
  char output[4096];
  const char *files = getenv ("CCACHE_EXTRAFILES");
  return (files && strstr (files, "queries"))
	 || (run (ask, output, sizeof output) == 0
	     && strstr (output, "queries"));
}

void
doctor_ccache (struct doctor *d)
{
  static const char advice[] =
    "Name the plugin by its full path, -fplugin=" QUERIES_LIBRARY ", or set "
    "CCACHE_EXTRAFILES to that: else ccache does not see that the plugin was "
    "upgraded, and shows the older one's warnings.";
  char how[PATH_MAX + 100], name[256];
  const char *off = getenv ("CCACHE_DISABLE");
  if (!is_cached (d, how, sizeof how))
    doctor_tell (d, VERDICT_FINE, "ccache", NULL, "not in front of gcc");
  else if (off)
    doctor_tell (d, VERDICT_FINE, "ccache", NULL,
		 "%s, but switched off by CCACHE_DISABLE", how);
  else if (knows_plugin ())
    doctor_tell (d, VERDICT_FINE, "ccache", NULL,
		 "%s, and looks at the plugin's file", how);
  else if (bare_name (name, sizeof name))
    doctor_tell (d, VERDICT_PROBLEM, "ccache", advice,
		 "%s, with -fplugin=%s", how, name);
  else
    doctor_tell (d, VERDICT_NOTE, "ccache", advice, "%s", how);
}
