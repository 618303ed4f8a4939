/* late-library.h - libraries that few compiles need, loaded by those that do.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Every compile loads the plugin, and the loader looks up each symbol of each
   library that it is linked with, cc1's own 29,000 first.  hiredis and nettle
   serve those only who have servers, or a secret, LMDB those who write; nettle alone was
   more work to load than all the rest.  Their headers are used as ever; their functions are
   found here, by the names that the headers give them.  */

#ifndef QUERIES_LATE_LIBRARY_H
#define QUERIES_LATE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* The name of what the linker would look for, as configure found it.  */
#define LATE_LIBRARY_NAME(macro) LATE_LIBRARY_TEXT (macro)
#define LATE_LIBRARY_TEXT(macro) #macro

/* ADDRESS is that of a variable of type "pointer to that function".  */
struct late_symbol
{
  const char *name;
  void *address;
};

/* Looks for the N functions in library NAME, which stays loaded.  False, with
   errno as ELIBACC, if the library or one of them is not there; some variables
   may be set then.  Any thread, and several at once; about 0.3 ms, and 2
   microseconds when the library is there already.  */
bool late_library_load (const char *name, const struct late_symbol *symbols,
			size_t n);

#endif
