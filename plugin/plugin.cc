/* plugin.cc - where GCC comes in.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   To see what happens: -fplugin-arg-libqueries-verbose, -stats, -dump-body,
   and GCC's own -fdump-passes.  */

#include "gcc-plugin.h"
#include "c-family/c-common.h"
#include "plugin/gcc-adapter.h"
#include "plugin-version.h"
#include "context.h"
#include "diagnostic.h"
#include "opts.h"
#include "toplev.h"

#include "plugin/capture.h"
#include "plugin/options.h"
#include "plugin/replace.h"
#include "plugin/session.h"

/* Only the C family's compilers have it; the plugin is loaded into others.  */
#pragma weak pch_file

#pragma GCC visibility push(default)
int plugin_is_GPL_compatible;
#pragma GCC visibility pop

static struct options options;
static struct plugin_info info;

/* Everything is in SSA form, and nothing is optimised yet.  */
class capture_pass : public simple_ipa_opt_pass
{
public:
  capture_pass (const pass_data &data) : simple_ipa_opt_pass (data, g) {}

  bool gate (function *) final override { return !seen_error (); }

  unsigned int
  execute (function *) final override
  {
    session_capture ();
    return 0;
  }
};

static const pass_data capture_pass_data =
{
  SIMPLE_IPA_PASS,
  "*queries-capture",
  OPTGROUP_NONE,
  TV_NONE,
  0, 0, 0, 0, 0
};

static void
on_finish_unit (void *, void *)
{
  session_finish (true);
}

static void
on_finish (void *, void *)
{
  session_finish (false);
}

static void
on_finish_decl (void *decl, void *)
{
  if (TREE_CODE ((tree) decl) == FUNCTION_DECL)
    capture_promise ((tree) decl);
}

static void
on_marking (void *, void *)
{
  session_mark_trees ();
}

/* The version of GCC that VERSION tells of, with its date, which tells
   snapshots of one release apart.  In static memory, one for each WHICH.  */

static const char *
version_text (const struct plugin_gcc_version *version, unsigned which)
{
  static char text[2][128];
  snprintf (text[which], sizeof text[which], "%s (%s%s%s)", version->basever,
	    version->datestamp, *version->devphase ? ", " : "",
	    version->devphase);
  return text[which];
}

/* GCC's structures differ even between configurations of one version.  */

static bool
check_version (struct plugin_gcc_version *running)
{
  if (plugin_default_version_check (running, &gcc_version))
    return true;
  const char *built = version_text (&gcc_version, 0);
  const char *here = version_text (running, 1);
  if (strcmp (built, here) == 0)
    error ("libqueries was built for another configuration of GCC %s than "
	   "this one", built);
  else
    error ("libqueries was built for GCC %s and cannot be loaded into GCC %s",
	   built, here);
  return false;
}

/* Whether OPTION is a switch of this plugin, called BASE in arguments.  */

static bool
is_ours (const struct cl_decoded_option *option, const char *base)
{
  size_t length = strlen (base);
  if (!option->arg)
    return false;
  if (option->opt_index == OPT_fplugin_arg_)
    return strncmp (option->arg, base, length) == 0
	   && option->arg[length] == '-';
  if (option->opt_index != OPT_fplugin_)
    return false;
  const char *name = lbasename (option->arg);
  return strncmp (name, base, length) == 0
	 && (name[length] == '\0' || name[length] == '.');
}

/* Take the switches of option INDEX, or if BASE is not NULL those of the plugin
   BASE, out of what GCC remembers of its command line.  */

static void
hide (const char *base, size_t index)
{
  unsigned kept = 0;
  for (unsigned i = 0; i < save_decoded_options_count; i++)
    {
      const struct cl_decoded_option *option = &save_decoded_options[i];
      if (base ? !is_ours (option, base) : option->opt_index != index)
	save_decoded_options[kept++] = *option;
    }
  save_decoded_options_count = kept;
}

/* What GCC writes into objects about its command line must not depend on us:
   builds with the plugin are the same as builds without.  GCC's driver adds
   -iplugindir when it sees any plugin.  */

static void
hide_switches (const char *base)
{
  hide (base, 0);
  for (unsigned i = 0; i < save_decoded_options_count; i++)
    if (save_decoded_options[i].opt_index == OPT_fplugin_)
      return;
  hide (NULL, OPT_iplugindir_);
}

/* Whether this process is going to compile C or its kin to code.  */

static bool
compiles (void)
{
  bool c_family = strncmp (lang_hooks.name, "GNU C", 5) == 0
		  || strncmp (lang_hooks.name, "GNU Objective-C", 15) == 0;
  bool makes_pch = &pch_file && pch_file;
  return c_family && !makes_pch && !flag_preprocess_only && !flag_syntax_only
	 && !exit_after_options && !in_lto_p;
}

/* Whether warnings must come when GCC's own passes would give them.  With -flto
   what was warned of is streamed into the object, and C++ forgets how names are
   written before our findings are shown; and where the first errors end the
   compile, later ones would come too late.  */

static bool
leaves_gcc_alone (void)
{
  return flag_lto != NULL || flag_fatal_errors || global_dc->max_errors != 0;
}

static void
answer_questions (const char *base)
{
  info.version = QUERIES_VERSION;
  info.help = "  see -fplugin-arg-libqueries-help";
  if (options.version)
    printf ("libqueries %s for GCC %s\n", QUERIES_VERSION,
	    gcc_version.basever);
  if (options.help || help_flag)
    {
      /* It stays: GCC prints it, too.  */
      char *text = options_help (base);
      info.help = text;
      if (options.help)
	fputs (text, stdout);
    }
  fflush (stdout);
}

static void
register_everything (const char *base)
{
  static struct register_pass_info capture;
  capture.pass = new capture_pass (capture_pass_data);
  capture.reference_pass_name = "build_ssa_passes";
  capture.ref_pass_instance_number = 1;
  capture.pos_op = PASS_POS_INSERT_AFTER;
  register_callback (base, PLUGIN_PASS_MANAGER_SETUP, NULL, &capture);
  register_callback (base, PLUGIN_FINISH_UNIT, on_finish_unit, NULL);
  register_callback (base, PLUGIN_FINISH, on_finish, NULL);
  register_callback (base, PLUGIN_FINISH_DECL, on_finish_decl, NULL);
  register_callback (base, PLUGIN_GGC_MARKING, on_marking, NULL);
}

#pragma GCC visibility push(default)

int
plugin_init (struct plugin_name_args *args,
	     struct plugin_gcc_version *version)
{
  const char *base = args->base_name;
  /* Mistakes are errors of the compile; GCC need not add that we failed.  */
  if (!check_version (version) || !options_read (&options, args))
    return 0;
  hide_switches (base);
  answer_questions (base);
  register_callback (base, PLUGIN_INFO, NULL, &info);
  if (!compiles ())
    return 0;
  check_set wanted = options.replace & options.checks;
  if (leaves_gcc_alone ())
    {
      if (options.verbose && wanted)
	fprintf (stderr, "libqueries: GCC's passes are left alone with -flto, "
			 "-Wfatal-errors and -fmax-errors=, so that checks in "
			 "their place, memory among them, say nothing\n");
      wanted = 0;
    }
  options_load_settings (&options);
  session_begin (&options, replace_passes (wanted));
  register_everything (base);
  return 0;
}

#pragma GCC visibility pop
