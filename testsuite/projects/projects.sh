#!/usr/bin/env bash
# projects.sh - findings on real programs, with the plugin and without.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make check-projects'.  Fetches the projects with apt-get source, finds
# out how each unit is compiled (units.sh), compiles each with -Wall -Wextra at
# each level, plain and with the plugin, and tells which findings only one of the
# two gives, which of ours come and go with the level, what it cost, and whether the
# objects are the same.  classified.tsv says of findings whether they are true, of
# those of the check memory and of what comes along with it classified-memory.tsv;
# what they do not say is "not classified".  The last line is "N passed, N failed", of
# units: one fails if its object or exit status differs, or if anything crashed.
# The environment may narrow it down:
#
#   PROJECTS	which of them [all]
#   LEVELS	options; a comma stands for a space [-O0 -O1 -O2 -O3 -Os -O2,-g]
#   WARNINGS	options [-Wall -Wextra]
#   REPLACE	what replace= is told [all,-analyzer]; with "all" memory is checked
#   JOBS	processes side by side [1]
#   UNITS	at most so many units of each, evenly chosen [all]
#   WRITE	"yes": write doc/findings.md of all projects that were compiled so far,
#		or if memory is checked doc/findings-memory.md
#
# Everything lies in the build folder, in projects/.  What was compiled once is
# not compiled again by the same compiler and plugin with the same options, so a
# run may be broken off, and levels may come one after the other.

set -u
export LC_ALL=C
unset LANGUAGE LANG MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS CPATH C_INCLUDE_PATH
: "${srcdir:?run by make check-projects}" "${builddir:?}" "${CC:?}" "${MAKE:?}"
: "${PLUGIN:?needs the plugin}" "${JOBS:=1}"
: "${WARNINGS:=-Wall -Wextra}" "${LEVELS:=-O0 -O1 -O2 -O3 -Os -O2,-g}"

here=$srcdir/testsuite/projects
out=$builddir/projects
. "$srcdir/testsuite/bench/fetch.sh"
. "$here/units.sh"
: "${REPLACE:=all,-analyzer}"
plugin="-fplugin=$PLUGIN -fplugin-arg-libqueries-replace=$REPLACE"
plugin+=" -fplugin-arg-libqueries-threads=2"
export here CC LEVELS WARNINGS plugin

# identity FILE...: of what compiles, and of FILEs.
identity ()
{
  {
    $CC -v 2>&1
    echo "$WARNINGS"
    cat "$@" "$here/unit.sh" "$here/findings.awk"
  } | sha256sum | cut -c1-16
}
kept_plain_name=plain-$(identity /dev/null)
kept_ours_name=ours-$(identity "$PLUGIN" - <<< "$plugin")

# The options of which our findings are, as GCC writes them.
own_options ()
{
  sed -n 's/^MESSAGE ([A-Z_0-9]*, \(W[a-z_]*\),.*/-\1/p' \
    "$srcdir/passes/messages.def" \
    | sed -e 's/_$/=/' -e 's/_/-/g' -e 's/\(suggest-attribute\)-/\1=/' | sort -u
}

memory_is_checked ()
{
  case ,$REPLACE, in
    *,-analyzer,*) false ;;
    *,all,*|*,analyzer,*) true ;;
    *) false ;;
  esac
}

# What is classified of what may be found.
classified ()
{
  cat "$here/classified.tsv"
  ! memory_is_checked || cat "$here/classified-memory.tsv"
}

# The numbers of the units to compile.
chosen ()
{
  local n
  n=$(wc -l < "$folder/units")
  awk -v n="$n" -v most="${UNITS:-$n}" 'BEGIN {
      if (most > n)
	most = n
      for (i = 0; i < most; i++)
	print int (i * n / most) + 1
    }'
}

# summarized NAME FOLDER: a count.
summarized ()
{
  awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$2/summary"
}

# show: what was found of the project in $folder.
show ()
{
  local name
  echo "== $project: $(summarized units "$folder") units," \
    "$(summarized lines "$folder") lines"
  awk -F '\t' '/^cpu/ { printf "%-12s %8.1f s  with the plugin %.3f\n", $1, $2, $3 }' \
    "$folder/summary"
  for name in both ours plain "by level" "by level with GCC" \
      "not classified" "differing object" "differing status" crashes; do
    printf '%-20s %s\n' "$name" "$(summarized "$name" "$folder")"
  done
  awk -F '\t' '{ printf "%s: %s: %s: %s [%s]; GCC: %s; ours: %s; %s\n",
		  $1, $2, $3, $5, $4, $6, $7, $8 }' "$folder/compared"
}

passed=0
failed=0
for project in ${PROJECTS:-$units_projects}; do
  folder=$out/$project
  export folder
  if ! units "$project" "$folder"; then
    echo "== $project: cannot be had; see $folder/log, $fetch_folder/$project.log"
    failed=$((failed + 1))
    continue
  fi
  echo "projects: $project" >&2
  rm -rf "$folder/results" "$folder/work"
  kept_plain=$folder/kept/$kept_plain_name
  kept_ours=$folder/kept/$kept_ours_name
  export kept_plain kept_ours
  # Those of other compilers and plugins nobody will ask for.
  for kept in "$folder/kept"/*; do
    [ "$kept" = "$kept_plain" ] || [ "$kept" = "$kept_ours" ] || rm -rf "$kept"
  done
  mkdir -p "$folder/results"
  chosen | xargs -P "$JOBS" -n 1 bash "$here/unit.sh"
  own_options > "$folder/options"
  awk -v project="$project" -v levels="$LEVELS" -v summary="$folder/summary" \
    -f "$here/compare.awk" "$folder/options" <(classified) \
    $(ls "$folder"/results/* | sort -V) > "$folder/compared" 2> "$folder/told"
  show
  cat "$folder/told"
  bad=$(cat "$folder"/results/* | awk -F '\t' '
    $1 == "crash" || $1 == "differs" { bad[$4] }
    END { for (unit in bad) n++; print n + 0 }')
  failed=$((failed + bad))
  passed=$((passed + $(chosen | wc -l) - bad))
done
if [ "${WRITE:-}" = yes ]; then
  if memory_is_checked; then
    bash "$here/document-memory.sh" "$out" "$units_projects"
  else
    bash "$here/document.sh" "$out" "$units_projects"
  fi
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
