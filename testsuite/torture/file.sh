#!/usr/bin/env bash
# file.sh - one file of GCC's torture tests, with and without the plugin.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   file.sh NUMBER
#
# Run by torture.sh, which exports $suite, $suite_folder, $PLUGIN, $LEVELS and
# $SECONDS_CPU.  Compiles line NUMBER of $suite_folder/jobs at each level and writes
# results/NUMBER: a fact per line, its fields separated by tabs:
#
#   failures FILE COMPILER LEVEL RUN WHAT
#   slow FILE COMPILER LEVEL RUN SECONDS PLAIN-SECONDS
#   findings FILE LEVEL LINE-OF-GCC'S
#
# RUN is "certain" or "likely".  What failed stays in $suite_folder/failed.

set -u
number=$1
IFS=$'\t' read -r compiler file < <(sed -n "${number}p" "$suite_folder/jobs")
work=$suite_folder/work/$number
name=${compiler##*/}
name=${name%% *}
TIMEFORMAT='%3U %3S'

# What the file asks for unconditionally, one option per line, but for what makes
# no object or more than one.
own_options ()
{
  sed -nE 's/.*dg-(additional-)?options "([^"]*)" *\}.*/\2/p' "$suite/$file" \
    | tr -s ' \t' '\n' \
    | grep -vE '^$|^-[oSEM]|^-(save-temps|fdump|fopt-info|fplugin|wrapper)|[$\\]'
}

# compile RUN LEVEL ARGUMENT...: what it said, its object, status and time are then
# in files of that name.  The object has one name for all, as that may get into it.
compile ()
{
  local run=$1 level=$2
  shift 2
  rm -f object.o
  {
    time (ulimit -c 0 -t "$SECONDS_CPU"
	  exec timeout $((SECONDS_CPU * 10)) $compiler -Wall -Wextra \
	    -fdiagnostics-plain-output -frandom-seed=1 ${level//,/ } \
	    "${options[@]}" "$@" -Wno-error -c "$suite/$file" -o object.o \
	    > "said.$run" 2>&1 < /dev/null)
  } 2> time
  echo $? > "status.$run"
  awk '{ print $1 + $2 }' time > "time.$run"
  rm -f "$run.o"
  [ ! -f object.o ] || mv object.o "$run.o"
}

fail ()
{
  printf 'failures\t%s\t%s\t%s\t%s\t%s\n' "$file" "$name" "$level" "$1" "$2"
  mkdir -p "$suite_folder/failed/$number"
  cp -- * "$suite_folder/failed/$number"
}

is_crash='internal compiler error|libqueries: internal error'

# judge RUN: against the plain one.
judge ()
{
  local run=$1
  if ! cmp -s status.plain "status.$run"; then
    fail "$run" "status $(cat "status.$run"), plain $(cat status.plain)"
  elif [ -f plain.o ] && ! cmp -s plain.o "$run.o"; then
    fail "$run" "object"
  elif grep -qE "$is_crash" "said.$run" && ! grep -qE "$is_crash" said.plain; then
    fail "$run" "$(grep -m 1 -E "$is_crash" "said.$run")"
  fi
  paste "time.$run" time.plain | awk -v file="$file" -v name="$name" \
    -v level="$level" -v run="$run" -v OFS='\t' '
      $1 > 2 && $1 > 3 * $2 { print "slow", file, name, level, run, $1, $2 }'
}

arguments=()
for argument in replace=all checks=all threads=2 store=none; do
  arguments+=("-fplugin-arg-libqueries-$argument")
done

rm -rf "$work"
mkdir -p "$work" && cd "$work" || exit 1
mapfile -t options < <(own_options)
for level in $LEVELS; do
  compile plain "$level"
  # What takes plain GCC too long says nothing about us.
  ! grep -q 'signal terminated program' said.plain || continue
  compile certain "$level" "-fplugin=$PLUGIN" "${arguments[@]}"
  judge certain
  compile likely "$level" "-fplugin=$PLUGIN" "${arguments[@]}" \
    -fplugin-arg-libqueries-level=likely
  judge likely
  comm -13 <(grep ' warning: ' said.plain | sort -u) \
	   <(grep ' warning: ' said.certain | sort -u) \
    | sed "s|^$suite/||; s|^|findings	$file	$level	|"
done > "$suite_folder/results/$number"
cd / && rm -rf "$work"
