#!/usr/bin/env bash
# document-memory.sh - doc/findings-memory.md, of what projects.sh has compared.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   document-memory.sh FOLDER PROJECTS
#
# Writes between the markers of the document what the check memory has found, and
# what comes along with it.  FOLDER/PROJECT/summary and compared are compare.awk's.

set -u
export LC_ALL=C
: "${srcdir:?}"
. "$(dirname "$0")/../document-table.sh"
out=$1
projects=$2
document=$srcdir/doc/findings-memory.md

# Checks that come along, a bar between them.
along=$(awk 'BEGIN { RS = "CHECK " }
  / WITH_MEMORY,/ && match ($0, /"[a-z-]+"/) {
    printf "%s%s", n++ ? "|" : "", substr ($0, RSTART + 1, RLENGTH - 2)
  }' "$srcdir/passes/checks.def")

# rows PROJECT: those of its compared that are of memory.
rows ()
{
  [ ! -f "$out/$1/compared" ] \
    || awk -F '\t' -v along="[[]libqueries:($along)[]]" '
	 $1 != "plain" && ($4 ~ /^-Wanalyzer-/ || $5 ~ along)' "$out/$1/compared"
}

# value NAME: of the current project.
value ()
{
  awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$out/$project/summary"
}

overview ()
{
  local project
  echo "| project | units | lines | levels | true | false | open | lines for each that is false |"
  echo "|---|---|---|---|---|---|---|---|"
  for project in $projects; do
    [ -f "$out/$project/summary" ] || { echo "| $project | not compiled | | | | | | |"; continue; }
    rows "$project" | awk -F '\t' -v name="$project" -v units="$(value units)" \
      -v lines="$(value lines)" -v levels="$(value levels)" '
      { n[$8]++ }
      END {
	printf "| %s | %d | %d | %s | %d | %d | %d | %s |\n", name, units, lines,
	  levels, n["true"], n["false"], n["not classified"],
	  n["false"] ? int (lines / n["false"]) : "none is"
      }'
  done
}

list ()
{
  local project
  echo "| project | file, function | finding | verdict | why |"
  echo "|---|---|---|---|---|"
  for project in $projects; do
    # A bar would end a column.
    rows "$project" | awk -F '\t' -v project="$project" '
      { gsub (/\|/, "\\|")
	printf "| %s | `%s`, `%s` | %s%s | %s | %s |\n", project, $2, $3, $5,
	  $4 == "-" ? "" : " `" $4 "`", $8, $9 }'
  done
}

{
  overview
  echo
  list
} > "$out/findings-memory.md"
document_table "$document" "$out/findings-memory.md" findings
