/* older-options.cc - what silences a finding of the check memory beside its option.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "plugin/gcc-adapter.h"
#include "diagnostic.h"
#include "opts.h"

#include "passes/same-fault.h"
#include "plugin/older-options.h"

static const struct { enum check check; int option; } options_of[] = {
  { CHECK_use_after_free, OPT_Wuse_after_free },
  { CHECK_wrong_release, OPT_Wfree_nonheap_object },
  { CHECK_wrong_release, OPT_Wmismatched_dealloc },
  { CHECK_nonnull_argument, OPT_Wnonnull },
  { CHECK_null_dereference, OPT_Wnull_dereference },
  { CHECK_early_uninit, OPT_Wuninitialized },
  { CHECK_uninit, OPT_Wmaybe_uninitialized },
  { CHECK_dangling_pointer, OPT_Wdangling_pointer_ },
  { CHECK_return_local_addr, OPT_Wreturn_local_addr }
};

/* Whether OPTION would be on at LOCATION if nobody had said anything against it, or
   has been given in words.  */

static bool
is_switched_off (int option, location_t location)
{
  if (option == 0 || adapter_warning_enabled (location, option))
    return false;
  unsigned languages = global_dc->lang_mask;
  return option_enabled (option, languages, &global_options) > 0
	 || option_enabled (option, languages, &global_options_set) > 0;
}

bool
older_option_is_off (const struct finding *f, location_t location)
{
  check_set checks = same_fault_checks (f);
  if (checks == 0)
    return false;
  for (unsigned i = 0; i < sizeof options_of / sizeof *options_of; i++)
    if (checks & CHECK_BIT (options_of[i].check)
	&& is_switched_off (options_of[i].option, location))
      return true;
  return false;
}
