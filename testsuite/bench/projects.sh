#!/usr/bin/env bash
# projects.sh - what all checks cost on real programs, beside gcc -fanalyzer.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make bench-projects'.  Compiles units of each project, as check-projects
# has them, with -O2 -Wall, each unit plain and with the plugin in turns (paired.c), and
# prints a table of ratios of what each unit cost in its cheapest round (NAME_least of
# paired).  Costs of CPU are those of one core, the plugin with one
# thread; wall time is with two threads, and depends on whether a second core is free.
# The environment may narrow it down:
#
#   BENCH_PROJECTS	which of them [all]
#   BENCH_UNITS		at most so many units of each, evenly chosen [24]
#   BENCH_ROUNDS	rounds per figure [5]
#   BENCH_PEERS		"no": leave -fanalyzer out
#   REPLACE		what replace= is told [all]
#   WRITE		"yes": write the table into doc/cost.md

set -u
export LC_ALL=C SOURCE_DATE_EPOCH=0
unset LANGUAGE LANG MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS CPATH C_INCLUDE_PATH
: "${srcdir:?run by make bench-projects}" "${builddir:?}" "${CC:?}" "${MAKE:?}"
: "${PLUGIN:?needs the plugin}" "${JOBS:=1}"

here=$srcdir/testsuite/projects
out=$builddir/bench/projects
store=$out/store
paired=$builddir/testsuite/bench/paired
rounds=${BENCH_ROUNDS:-5}
. "$srcdir/testsuite/bench/fetch.sh"
. "$srcdir/testsuite/document-table.sh"
. "$here/units.sh"

# The units to compile, one per line as in the list of all.
chosen ()
{
  awk -v most="${BENCH_UNITS:-24}" '
    { unit[NR] = $0 }
    END {
      if (most > NR)
	most = NR
      for (i = 0; i < most; i++)
	print unit[int (i * NR / most) + 1]
    }' "$folder/units"
}

# commands NAME COMPILE FLAGS...: a file with a command for each of $units.
# COMPILE: "whole", it fails if the unit does; "bounded", the unit may have so much time
# and memory, and a line in $out/failed if that is too little.
commands ()
{
  local name=$1 compile=$2 where source options command
  shift 2
  while IFS=$'\t' read -r where source options; do
    command="$CC -O2 -Wall $* -o '$out/object' $options -c $source 2> '$out/$name.err'"
    [ "$compile" = whole ] \
      || command="(ulimit -v 8388608; timeout 120 $command) || echo >> '$out/failed'"
    echo "cd '$folder/tree/$where' && $command"
  done <<< "$units" > "$out/$name.commands"
}

# with THREADS: the flags that load the plugin.
with ()
{
  local argument
  printf '%s' "-fplugin=$PLUGIN"
  for argument in "store=$store" "threads=$1" "replace=${REPLACE:-all}"; do
    printf ' %s' "-fplugin-arg-libqueries-$argument"
  done
}

# pair NAME ROUNDS OPTION... A B: what paired prints of two files of commands.
pair ()
{
  local name=$1 n=$2
  shift 2
  "$paired" -n "$n" "${@:1:$#-2}" -l "$out/${*: -2:1}.commands" \
    "$out/${*: -1}.commands" > "$out/$name.pair" 2> "$out/$name.log"
}

# field NAME PAIR: NAME=VALUE of what paired printed.
field ()
{
  grep -o "\b$1=[^ ]*" "$out/$2.pair" | cut -d= -f2
}

# ratio NAME PAIR: to two places; a dash if it was not measured.
ratio ()
{
  local value
  case $1 in
    memory) value="$(field memory_b "$2") $(field memory_a "$2")" ;;
    *) value="$(field "$1_least" "$2") 1" ;;
  esac
  awk '{ if (NF == 2) printf "%.2f", $1 / $2; else printf "-" }' <<< "$value"
}

# What -fanalyzer costs, with bounds for each unit: CPU, memory, and how many units
# it did not end within them.
peer ()
{
  if [ "${BENCH_PEERS:-}" = no ]; then
    printf '| | | '
    return
  fi
  commands analyzer bounded -fanalyzer
  : > "$out/failed"
  # paired runs everything once more than it measures.
  pair analyzer 1 plain analyzer
  printf '| %s | %s | %d ' "$(ratio cpu analyzer)" "$(ratio memory analyzer)" \
    $(($(wc -l < "$out/failed") / 2))
}

measure ()
{
  commands plain whole
  commands one whole "$(with 1)"
  commands two whole "$(with 2)"
  pair cold "$rounds" -p 0 -b "rm -rf '$store'" plain one
  # The store is full now.
  pair warm "$rounds" -p 0 plain one
  pair wall "$rounds" -b "rm -rf '$store'" plain two
  printf '| %s | %d | %.1f s | %s | %s | %s | %s ' "$project" \
    "$(wc -l <<< "$units")" "$(field cpu_a cold)" "$(ratio cpu cold)" \
    "$(ratio cpu warm)" "$(ratio wall wall)" "$(ratio memory wall)"
  peer
  echo '|'
}

mkdir -p "$out"
{
  echo "| project | units | plain gcc | CPU, cold | CPU, warm | wall, 2 threads, cold | memory | \`-fanalyzer\`: CPU | memory | units without an end |"
  echo "|---|---|---|---|---|---|---|---|---|---|"
  for project in ${BENCH_PROJECTS:-$units_projects}; do
    folder=$builddir/projects/$project
    if units "$project" "$folder"; then
      units=$(chosen)
      measure
    else
      echo "| $project | cannot be had | | | | | | | | |"
    fi
  done
} | tee "$out/table"
[ "${WRITE:-}" != yes ] || document_table "$srcdir/doc/cost.md" "$out/table"
