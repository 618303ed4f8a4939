/* late-library.c - libraries that few compiles need.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/late-library.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

bool
late_library_load (const char *name, const struct late_symbol *symbols,
		   size_t n)
{
  void *library = dlopen (name, RTLD_LAZY | RTLD_LOCAL);
  for (size_t i = 0; library && i < n; i++)
    {
      void *found = dlsym (library, symbols[i].name);
      if (!found)
	{
	  dlclose (library);
	  library = NULL;
	}
      else
	/* POSIX has the two kinds of pointers alike.  */
	memcpy (symbols[i].address, &found, sizeof found);
    }
  if (!library)
    errno = ELIBACC;
  return library != NULL;
}
