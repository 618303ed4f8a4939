# findings.awk - warnings and errors of what GCC said, one per line.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -v tree=FOLDER -v where=FOLDER -v prefix=TEXT -f findings.awk SAID
#
# PREFIX, file, function, option and message, with tabs between.  Files are
# told from TREE if they are below it; the compiler ran in its folder WHERE.
# Without lines and columns, and each once, so that a finding keeps its name when
# something else in the file changes.  Notes belong to their warning and say no
# more than it does.

# PATH without "." and "..".
function shortest (path,   parts, n, i, kept, depth, result)
{
  n = split (path, parts, "/")
  for (i = 1; i <= n; i++)
    if (parts[i] == ".." && depth > 0 && kept[depth] != "..")
      depth--
    else if (parts[i] != "." && (parts[i] != "" || i == 1))
      kept[++depth] = parts[i]
  for (i = 1; i <= depth; i++)
    result = result (i > 1 ? "/" : "") kept[i]
  return result
}

function named (file)
{
  if (file !~ /^\//)
    file = tree "/" where "/" file
  file = shortest(file)
  return index (file, tree "/") == 1 ? substr (file, length (tree) + 2) : file
}

function quoted (line)
{
  return match (line, /'[^']*'/) ? substr (line, RSTART + 1, RLENGTH - 2) : "-"
}

/In function '[^']*'[:,]$/ { context = quoted($0); next }
/: At (top level|global scope):$/ { context = "-"; next }

match ($0, /^[^ :][^:]*:[0-9]+:([0-9]+:)? (warning|error): /) {
  head = substr ($0, 1, RLENGTH)
  message = substr ($0, RLENGTH + 1)
  file = head
  sub (/:.*/, "", file)
  option = "-"
  if (match (message, / \[-[^] ]*\]$/)) {
    option = substr (message, RSTART + 2, RLENGTH - 3)
    sub (/^-Werror=/, "-W", option)
    message = substr (message, 1, RSTART - 1)
  }
  if (head ~ /error: $/)
    option = "error"
  gsub (/\t/, " ", message)
  line = prefix "\t" named(file) "\t" context "\t" option "\t" message
  if (!(line in seen)) {
    seen[line] = 1
    print line
  }
}

BEGIN { context = "-" }
