# functions.awk - where the functions of a C file begin and end.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# First and last line of each: from what is written at the left margin and has
# parentheses, to the brace that closes.  Strings and comments are taken out
# first, as far as they are on one line.

{
  line = $0
  gsub (/\\./, "", line)
  gsub (/"[^"]*"/, "", line)
  gsub (/'[^']*'/, "", line)
  gsub (/\/\/.*/, "", line)
  gsub (/\/\*([^*]|\*[^\/])*\*\//, "", line)
  if (in_comment) {
    if (!sub (/^.*\*\//, "", line))
      next
    in_comment = 0
  }
  if (sub (/\/\*.*/, "", line))
    in_comment = 1
}

line ~ /^#/ { next }

depth == 0 && line ~ /^[A-Za-z_]/ && line ~ /\(/ { first = NR }
depth == 0 && line ~ /;[ \t]*$/ && line !~ /{/ { first = 0 }

{
  opened = gsub (/{/, "{", line)
  closed = gsub (/}/, "}", line)
  if (depth == 0 && opened)
    begin = first ? first : NR
  before = depth
  depth += opened - closed
  if (depth < 0)
    depth = 0
  if (depth == 0 && opened + before && closed) {
    if (first)
      print begin, NR
    first = 0
  }
}
