/* options.cc - the plugin's arguments and environment.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic-core.h"
#include "spellcheck.h"
#include "opts.h"
#include "options.h"
#include "toplev.h"

#include "plugin/options.h"

enum option_value { VALUE_NONE, VALUE_OPTIONAL, VALUE_REQUIRED };

enum option_id
{
#define OPTION(ID, KEY, VALUE, METAVARIABLE, HELP) OPTION_##ID,
#include "plugin/options.def"
  OPTIONS
};

struct option_row
{
  const char *key;
  enum option_value value;
  const char *metavariable;
  const char *help;
};

static const struct option_row option_rows[] =
{
#define OPTION(ID, KEY, VALUE, METAVARIABLE, HELP)	\
  { KEY, VALUE_##VALUE, METAVARIABLE, HELP },
#include "plugin/options.def"
};

/* What checks= and replace= take.  */
struct check_row
{
  const char *check, *pass;
  enum check_level { CERTAIN, LIKELY, WITH_MEMORY } level;
};

#define CERTAIN check_row::CERTAIN
#define LIKELY check_row::LIKELY
#define WITH_MEMORY check_row::WITH_MEMORY
static const struct check_row check_rows[CHECKS] =
{
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY)	\
  { NAME, PASS, LEVEL },
#include "passes/checks.def"
};
#undef CERTAIN
#undef LIKELY
#undef WITH_MEMORY

static const char *const query_names[] =
{
#define QUERY(NAME, CATEGORY, KEY, VALUE, FLAGS, VERSION, DESCRIPTION, ...) \
  #NAME,
#include "queries/queries.def"
};

/* Whether the SIZE bytes at TEXT are NAME, where a dash in the text stands
   for an underscore too.  */

static bool
same_name (const char *text, size_t size, const char *name)
{
  for (size_t i = 0; i < size; i++)
    if (text[i] != name[i] && !(text[i] == '-' && name[i] == '_'))
      return false;
  return name[size] == '\0';
}

/* Cut SUFFIX off the SIZE bytes at TEXT if they end so.  */

static bool
cut_suffix (const char *text, size_t *size, const char *suffix)
{
  size_t length = strlen (suffix);
  if (*size <= length || memcmp (text + *size - length, suffix, length) != 0)
    return false;
  *size -= length;
  return true;
}

static void
add_dump (struct options *o, unsigned query, unsigned flags,
	  const char *where)
{
  o->dumps = XRESIZEVEC (struct dump_request, o->dumps, o->n_dumps + 1);
  struct dump_request *request = &o->dumps[o->n_dumps++];
  request->query = (enum query_id) query;
  request->flags = flags;
  request->where = where;
}

/* The query that the SIZE bytes at NAME call; QUERIES if there is none.  */

static unsigned
find_query (const char *name, size_t size)
{
  unsigned query = 0;
  while (query < QUERIES && !same_name (name, size, query_names[query]))
    query++;
  return query;
}

/* Read dump-QUERY[-details][-graph].  False if KEY is no such thing.  */

static bool
read_dump (struct options *o, const char *key, const char *value)
{
  if (strncmp (key, "dump-", 5) != 0)
    return false;
  const char *name = key + 5;
  size_t size = strlen (name);
  unsigned flags = 0, query;
  /* A query's own name may end like a flag: call-graph.  */
  while ((query = find_query (name, size)) == QUERIES)
    if (cut_suffix (name, &size, "-details"))
      flags |= DUMP_DETAILS;
    else if (cut_suffix (name, &size, "-graph"))
      flags |= DUMP_GRAPH;
    else
      return false;
  add_dump (o, query, flags, value);
  return true;
}

/* An unknown TEXT: the nearest of CANDIDATES is suggested.  */

static void
tell_unknown (const char *format_near, const char *format,
	      const char *text, const auto_vec<const char *> *candidates)
{
  const char *near = find_closest_string (text, candidates);
  if (near)
    error (format_near, text, near);
  else
    error (format, text);
}

static void
tell_unknown_key (const char *base, const char *key)
{
  auto_vec<const char *> candidates;
  for (unsigned i = 0; i < OPTIONS; i++)
    candidates.safe_push (option_rows[i].key);
  for (unsigned i = 0; i < SETTINGS; i++)
    candidates.safe_push (setting_key ((enum setting_id) i));
  char names[QUERIES][64];
  for (unsigned query = 0; query < QUERIES; query++)
    {
      snprintf (names[query], sizeof names[query], "dump-%s",
		query_names[query]);
      for (char *c = names[query]; *c; c++)
	if (*c == '_')
	  *c = '-';
      candidates.safe_push (names[query]);
    }
  const char *near = find_closest_string (key, &candidates);
  if (near)
    error ("unknown plugin argument %<-fplugin-arg-%s-%s%>; did you mean "
	   "%<-fplugin-arg-%s-%s%>?", base, key, base, near);
  else
    error ("unknown plugin argument %<-fplugin-arg-%s-%s%>", base, key);
}

/* Whether check C replaces no pass.  */

static bool
is_own (unsigned c)
{
  return strcmp (check_rows[c].pass, "none") == 0;
}

/* The row of the SIZE bytes at NAME among checks or, if PASSES, passes; -1 if
   there is none.  */

static int
find_check (const char *name, size_t size, bool passes)
{
  for (int i = 0; i < CHECKS; i++)
    {
      const char *row = passes ? check_rows[i].pass : check_rows[i].check;
      if (!(passes && is_own (i)) && strlen (row) == size
	  && memcmp (row, name, size) == 0)
	return i;
    }
  return -1;
}

static void
tell_unknown_name (const char *name, bool passes)
{
  auto_vec<const char *> candidates;
  for (unsigned i = 0; i < CHECKS; i++)
    if (!(passes && is_own (i)))
      candidates.safe_push (passes ? check_rows[i].pass : check_rows[i].check);
  candidates.safe_push ("all");
  candidates.safe_push ("none");
  if (passes)
    tell_unknown ("no replaceable pass is called %qs; did you mean %qs?",
		  "no replaceable pass is called %qs", name, &candidates);
  else
    tell_unknown ("no check is called %qs; did you mean %qs?",
		  "no check is called %qs", name, &candidates);
}

/* Read a LIST of checks or passes into *MASK, which holds the defaults: a list
   that begins with what to leave out starts from them, any other from none.
   *NAMED, if NAMED is not NULL: what of it is no default.  */

static bool
read_list (const char *list, bool passes, check_set *mask, check_set *named)
{
  check_set result = *list == '-' ? *mask : 0;
  for (const char *item = list; ; )
    {
      size_t size = strcspn (item, ",");
      bool leave_out = *item == '-';
      const char *name = item + leave_out;
      size_t length = size - leave_out;
      check_set bits = 0;
      int row = find_check (name, length, passes);
      if (row >= 0)
	bits = CHECK_BIT (row);
      else if (length == 3 && memcmp (name, "all", 3) == 0)
	bits = ALL_CHECKS;
      else if (length == 4 && memcmp (name, "none", 4) == 0 && !leave_out)
	result = 0;
      else
	{
	  char *text = xstrndup (name, length);
	  tell_unknown_name (text, passes);
	  free (text);
	  return false;
	}
      result = leave_out ? result & ~bits : result | bits;
      if (!item[size])
	break;
      item += size + 1;
    }
  *mask = result;
  if (named)
    *named = *list == '-' ? *named & result : result;
  return true;
}

static bool
read_level (const char *value, unsigned *level)
{
  static const char *const levels[] = { "certain", "likely" };
  auto_vec<const char *> candidates;
  for (unsigned i = 0; i < ARRAY_SIZE (levels); i++)
    {
      if (strcmp (value, levels[i]) == 0)
	{
	  *level = i;
	  return true;
	}
      candidates.safe_push (levels[i]);
    }
  tell_unknown ("%qs is not a level; did you mean %qs?",
		"%qs is not a level: it is %<certain%> or %<likely%>", value,
		&candidates);
  return false;
}

static bool
read_verify (const char *value, enum verify_mode *verify)
{
  static const char *const modes[] = { "off", "sample", "all" };
  for (unsigned i = 0; i < ARRAY_SIZE (modes); i++)
    if (strcmp (value, modes[i]) == 0)
      {
	*verify = (enum verify_mode) i;
	return true;
      }
  auto_vec<const char *> candidates;
  for (unsigned i = 0; i < ARRAY_SIZE (modes); i++)
    candidates.safe_push (modes[i]);
  tell_unknown ("%qs is not a way to verify; did you mean %qs?",
		"%qs is not a way to verify: it is %<all%>, %<sample%> or "
		"%<off%>", value, &candidates);
  return false;
}

/* Tell that TEXT names no part of the query graph because of MESSAGE; where a
   query is unknown, which one it may have meant.  */

static void
tell_bad_filter (const char *text, const char *message)
{
  const char *arrow = strstr (text, "->");
  const char *end = text + strlen (text);
  const char *begins[2] = { text, arrow ? arrow + 2 : end };
  const char *ends[2] = { arrow ? arrow : end, end };
  for (unsigned side = 0; side < 2; side++)
    {
      const char *name = begins[side] + strspn (begins[side], " ");
      size_t size = 0;
      while (name + size < ends[side] && !strchr (" :", name[size]))
	size++;
      if (size == 0 || (size == 1 && *name == '*')
	  || find_query (name, size) < QUERIES)
	continue;
      auto_vec<const char *> candidates;
      for (unsigned query = 0; query < QUERIES; query++)
	candidates.safe_push (query_names[query]);
      char *unknown = xstrndup (name, size);
      tell_unknown ("no query is called %qs; did you mean %qs?",
		    "no query is called %qs", unknown, &candidates);
      free (unknown);
      return;
    }
  error ("%qs names no part of the query graph: %s", text, message);
}

/* Read VALUE, of the form FORM, into *FILTER.  */

enum filter_form { FILTER_ANY, FILTER_NODE, FILTER_PATH };

static bool
read_filter (const char *value, enum filter_form form,
	     struct graph_filter *filter)
{
  struct engine_config config = {};
  config.kinds = query_kinds;
  config.count = QUERIES;
  const char *message = NULL;
  if (!graph_filter_parse (filter, &config, value, &message))
    {
      tell_bad_filter (value, message);
      return false;
    }
  if (form == FILTER_NODE && filter->path)
    {
      error ("%qs is two queries; one is wanted here: %<QUERY:KEY%>", value);
      return false;
    }
  if (form == FILTER_PATH && !filter->path)
    {
      error ("%qs is one query; two are wanted here: %<QUERY -> QUERY%>",
	     value);
      return false;
    }
  return true;
}

static bool
read_forbidden (struct options *o, const char *value)
{
  struct graph_filter filter;
  if (!read_filter (value, FILTER_PATH, &filter))
    return false;
  o->forbidden = XRESIZEVEC (const char *, o->forbidden, o->n_forbidden + 1);
  o->forbidden[o->n_forbidden++] = value;
  return true;
}

/* The row OPTION with VALUE, which is as the row's form wants it.  */

static bool
read_option (struct options *o, enum option_id option, const char *value)
{
  switch (option)
    {
    case OPTION_HELP:
      return o->help = true;
    case OPTION_VERSION:
      return o->version = true;
    case OPTION_VERBOSE:
      return o->verbose = true;
    case OPTION_CHECKS:
      return read_list (value, false, &o->checks, &o->named_checks);
    case OPTION_REPLACE:
      return read_list (value, true, &o->replace, NULL);
    case OPTION_LEVEL:
      return read_level (value, &o->level);
    case OPTION_VERIFY:
      return read_verify (value, &o->verify);
    case OPTION_STATS:
      o->stats_file = value;
      return o->stats = true;
    case OPTION_TRACE:
      o->trace_file = value;
      return true;
    case OPTION_QUERY_GRAPH:
      o->graph_file = value;
      return true;
    case OPTION_QUERY_GRAPH_FILTER:
      o->graph_filtered = true;
      return read_filter (value, FILTER_ANY, &o->graph_filter);
    case OPTION_WHY:
      o->why = true;
      o->why_filtered = value != NULL;
      return !value || read_filter (value, FILTER_NODE, &o->why_filter);
    case OPTION_FORBID_EDGE:
      return read_forbidden (o, value);
    case OPTION_DUMP_BODY_RAW:
      o->raw_file = value;
      return true;
    case OPTIONS:
      break;
    }
  return false;
}

static bool
needs_value (const char *base, const char *key, const char *metavariable)
{
  error ("%<-fplugin-arg-%s-%s%> needs a value: %<=%s%>", base, key,
	 metavariable);
  return false;
}

/* A setting, which is told apart from others by its mistakes: they are in what
   settings.h says.  */

static bool
read_setting (struct options *o, const char *base, enum setting_id id,
	      const char *value)
{
  const char *message = NULL;
  if (!(value && *value))
    return needs_value (base, setting_key (id), setting_metavariable (id));
  if (settings_set (&o->settings, id, value, &message))
    return true;
  error ("%qs is no value of %<-fplugin-arg-%s-%s%>: %s", value, base,
	 setting_key (id), message);
  return false;
}

static bool
read_argument (struct options *o, const char *base, const char *key,
	       const char *value)
{
  enum setting_id setting = settings_find (key);
  if (setting < SETTINGS)
    return read_setting (o, base, setting, value);
  for (unsigned i = 0; i < OPTIONS; i++)
    if (strcmp (key, option_rows[i].key) == 0)
      {
	if (option_rows[i].value == VALUE_NONE && value)
	  {
	    error ("%<-fplugin-arg-%s-%s%> takes no value", base, key);
	    return false;
	  }
	if (option_rows[i].value == VALUE_REQUIRED && !(value && *value))
	  return needs_value (base, key, option_rows[i].metavariable);
	return read_option (o, (enum option_id) i,
			    value && *value ? value : NULL);
      }
  if (read_dump (o, key, value && *value ? value : NULL))
    return true;
  tell_unknown_key (base, key);
  return false;
}

/* GCC 11 and 12 cut a value short by one byte for each = in it, so what ARGS
   hold is not what was typed; the command line tells.  */

static bool
no_value_was_cut (const char *base)
{
  size_t length = strlen (base);
  for (unsigned i = 1; i < save_decoded_options_count; i++)
    {
      const struct cl_decoded_option *option = &save_decoded_options[i];
      if (option->opt_index != OPT_fplugin_arg_
	  || !option->arg
	  || strncmp (option->arg, base, length) != 0
	  || option->arg[length] != '-')
	continue;
      const char *value = strchr (option->arg, '=');
      if (value && strchr (value + 1, '='))
	{
	  error ("the value of %<-fplugin-arg-%s%> may not contain %<=%>, as "
		 "GCC would cut it short", option->arg);
	  return false;
	}
    }
  return true;
}

/* What a setting of the environment or of a file has wrong.  */

static void
tell_complaint (void *data, const char *place, const char *text)
{
  if (((const struct options *) data)->verbose)
    fprintf (stderr, "libqueries: %s: %s\n", place, text);
}

/* The file that is compiled, as it was named; NULL: none.  */

static const char *
source_file (void)
{
  return num_in_fnames > 0 ? in_fnames[0] : NULL;
}

void
options_load_settings (struct options *o)
{
  const char *disable = getenv ("QUERIES_DISABLE");
  settings_load (&o->settings, source_file (), tell_complaint, o);
  o->disabled = disable && *disable && strcmp (disable, "0") != 0;
}

unsigned
options_threads (const struct options *o)
{
  return (unsigned) o->settings.settings[SETTING_THREADS].number;
}

/* Without the check memory, what comes along with it runs for those who name
   it.  */

static void
leave_out_by_products (struct options *o)
{
  for (unsigned i = 0; i < CHECKS; i++)
    if (check_rows[i].level == check_row::WITH_MEMORY
	&& !(o->named_checks & CHECK_BIT (i)))
      o->checks &= ~CHECK_BIT (i);
}

bool
options_read (struct options *o, const struct plugin_name_args *args)
{
  memset (o, 0, sizeof *o);
  settings_init (&o->settings);
  for (unsigned i = 0; i < CHECKS; i++)
    if (check_rows[i].level != check_row::LIKELY || !is_own (i))
      o->checks |= CHECK_BIT (i);
  o->replace = ALL_CHECKS & ~(check_set) ADAPTER_NOT_BY_DEFAULT;
  o->verify = VERIFY_SAMPLE;
  bool good = no_value_was_cut (args->base_name);
  if (good)
    for (int i = 0; i < args->argc; i++)
      good &= read_argument (o, args->base_name, args->argv[i].key,
			     args->argv[i].value);
  if (!(o->replace & o->checks & CHECK_BIT (CHECK_memory)))
    leave_out_by_products (o);
  if (good && o->graph_filtered && !o->graph_file)
    {
      error ("%<-fplugin-arg-%s-query-graph-filter%> filters what "
	     "%<-fplugin-arg-%s-query-graph%> writes, which is not given",
	     args->base_name, args->base_name);
      good = false;
    }
  return good;
}

void
options_release (struct options *o)
{
  settings_release (&o->settings);
  free (o->dumps);
  free (o->forbidden);
  memset (o, 0, sizeof *o);
}
