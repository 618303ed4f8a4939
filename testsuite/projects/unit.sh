#!/usr/bin/env bash
# unit.sh - one unit of a project, compiled with and without the plugin.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   unit.sh NUMBER
#
# Run by projects.sh, which exports $folder, $CC, $plugin, $LEVELS, $WARNINGS,
# $here, $kept_plain and $kept_ours.
# Compiles line NUMBER of $folder/units at each level and writes
# $folder/results/NUMBER: a fact per line, its fields separated by tabs:
#
#   lines COUNT
#   cpu LEVEL plain|ours SECONDS
#   finding LEVEL plain|ours FILE FUNCTION OPTION MESSAGE
#   differs LEVEL object|status UNIT
#   crash LEVEL plain|ours UNIT
#
# What a compilation gave is kept in the folders $kept_plain and $kept_ours, one
# file per unit and level, and not asked again.

set -u
# What __DATE__ says is then always the same.
export LC_ALL=C SOURCE_DATE_EPOCH=0
number=$1
work=$folder/work/$number
tree=$folder/tree
TIMEFORMAT='%3U %3S'
IFS=$'\t' read -r where source options < <(sed -n "${number}p" "$folder/units")
eval "options=($options)"
mkdir -p "$work" "$kept_plain" "$kept_ours"
cd "$tree/$where" || exit 1

# compile KIND LEVEL OPTION...: facts, beside these "status" and "object" with
# the object's checksum.  It has one name for all, as that may get into it.
compile ()
{
  local kind=$1 level=$2
  shift 2
  rm -f "$work/object.o"
  {
    time $CC $WARNINGS -fdiagnostics-plain-output ${level//,/ } "$@" \
      "${options[@]}" -c "$source" -o "$work/object.o" \
      > /dev/null 2> "$work/said" < /dev/null
  } 2> "$work/time"
  printf 'status\t%d\n' $?
  [ -f "$work/object.o" ] || : > "$work/object.o"
  printf 'object\t%s\n' "$(sha256sum < "$work/object.o")"
  awk -v level="$level" -v kind="$kind" '
    { printf "cpu\t%s\t%s\t%.3f\n", level, kind, $1 + $2 }' "$work/time"
  awk -v tree="$tree" -v where="$where" -v prefix="finding	$level	$kind" \
    -f "$here/findings.awk" "$work/said"
  ! grep -qE 'internal compiler error|libqueries: internal error' "$work/said" \
    || printf 'crash\t%s\t%s\t%s\n' "$level" "$kind" "$where/$source"
}

# once FOLDER KIND LEVEL OPTION...: compile, unless FOLDER has what came of it;
# that becomes $work/KIND.  What somebody has broken off is not kept.
once ()
{
  local kept=$1/$number$3 facts=$work/$2
  shift
  [ ! -f "$kept" ] || { cp "$kept" "$facts"; return; }
  compile "$@" > "$facts"
  grep -q 'fatal error: .* signal terminated program' "$work/said" \
    || { cp "$facts" "$work/kept" && mv "$work/kept" "$kept"; }
}

{
  printf 'lines\t%d\n' "$(wc -l < "$source")"
  for level in $LEVELS; do
    once "$kept_plain" plain "$level"
    rm -rf "$work/store"
    once "$kept_ours" ours "$level" $plugin \
      "-fplugin-arg-libqueries-store=$work/store"
    grep -hvE '^(status|object)' "$work/plain" "$work/ours"
    for what in status object; do
      [ "$(grep "^$what" "$work/plain")" = "$(grep "^$what" "$work/ours")" ] \
	|| printf 'differs\t%s\t%s\t%s\n' "$level" "$what" "$where/$source"
    done
  done
} > "$folder/results/$number"
rm -rf "$work"
