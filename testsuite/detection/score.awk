# score.awk - a file's functions: what is expected of each, and what was said.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -v file=NAME -f score.awk FUNCTIONS EXPECTED SAID
#
# A line for each function of which anything is expected or said: FILE, its first
# line, "expected", "quiet" or "other" (a fault that is not of memory), "said" or
# "silent", and "there" if it was said at a line where it is expected.  A line
# outside of all functions is one of its own.

function function_of (line,   i)
{
  for (i = 1; i <= n; i++)
    if (first[i] <= line && line <= last[i])
      return first[i]
  return line
}

FILENAME == ARGV[1] { first[++n] = $1; last[n] = $2; next }

FILENAME == ARGV[2] {
  f = function_of($1)
  if ($2 == "other")
    other[f] = 1
  else {
    expected[f] = 1
    at[$1] = 1
  }
  all[f] = 1
  next
}

{
  f = function_of($1)
  said[f] = 1
  if ($1 in at)
    there[f] = 1
  all[f] = 1
}

END {
  for (f in all)
    print file, f, f in expected ? "expected" : f in other ? "other" : "quiet",
      f in said ? "said" : "silent", f in there ? "there" : "-" | "sort -n -k2"
}
