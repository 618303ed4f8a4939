#!/usr/bin/env bash
# document.sh - doc/findings.md, of what projects.sh has compared.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   document.sh FOLDER PROJECTS
#
# Writes between the markers of the document.  FOLDER/PROJECT/summary and compared
# are compare.awk's.  What is measured and differs from run to run is left out.

set -u
export LC_ALL=C
: "${srcdir:?}"
. "$(dirname "$0")/../document-table.sh"
out=$1
projects=$2
document=$srcdir/doc/findings.md

# value NAME: of the current project.
value ()
{
  awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$out/$project/summary"
}

overview ()
{
  local project
  echo "| project | units | lines | levels | given by both | only GCC: true, false, open | only the plugin: true, false, open | its findings that come and go with the level | GCC's of the same options | objects that differ |"
  echo "|---|---|---|---|---|---|---|---|---|---|"
  for project in $projects; do
    [ -f "$out/$project/summary" ] || { echo "| $project | not compiled | | | | | | | | |"; continue; }
    echo "| $project | $(value units) | $(value lines) | $(value levels) | $(value both)" \
      "| $(value 'plain true'), $(value 'plain false'), $(value 'plain not classified')" \
      "| $(value 'ours true'), $(value 'ours false'), $(value 'ours not classified')" \
      "| $(value 'by level') | $(value 'by level with GCC')" \
      "| $(value 'differing object') |"
  done
}

# list CLASS HEADING
list ()
{
  local project rows
  rows=$(for project in $projects; do
	   [ ! -f "$out/$project/compared" ] \
	     || awk -F '\t' -v class="$1" -v project="$project" '
		  # A bar would end a column.
		  { gsub (/\|/, "\\|") }
		  $1 == class {
		    printf "| %s | `%s`, `%s` | %s `%s` | %s | %s | %s | %s |\n",
		      project, $2, $3, $5, $4, $6, $7, $8, $9
		  }' "$out/$project/compared"
	 done)
  [ -n "$rows" ] || return 0
  printf '\n%s\n\n' "$2"
  echo "| project | file, function | finding | GCC at | the plugin at | verdict | why |"
  echo "|---|---|---|---|---|---|---|"
  echo "$rows"
}

generated ()
{
  overview
  list ours "Only the plugin gives these:"
  list plain "Only GCC gives these:"
  list levels "Both give these, the plugin not at each level:"
}

generated > "$out/findings.md"
document_table "$document" "$out/findings.md" findings
