/* chrome-trace.h - a session's events as a trace that Perfetto opens.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   The "JSON array format" of Chrome's tracing, whose closing bracket may be
   missing: so a build's compilers can all append to one file, each as a
   process of its own with a track per thread.  */

#ifndef QUERIES_CHROME_TRACE_H
#define QUERIES_CHROME_TRACE_H

#include "queries/profile.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Append the session's events to the file PATH in one write; a new file gets
   its bracket.  PROCESS is what its group is called, OWNER the owner's track.
   False: errno says why, and the file is as it was.  After engine_join.  */
bool chrome_trace_append (const struct engine *e, const char *path,
			  const char *process, const char *owner);

#ifdef __cplusplus
}
#endif
#endif
