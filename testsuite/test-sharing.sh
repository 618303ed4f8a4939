#!/usr/bin/env bash
# test-sharing.sh - one analysis for all who have the same body.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A header's inline functions are analysed once for all the units that include
# it, in other checkouts too, whatever their folders are called and however the
# files are named to the compiler.

. "$srcdir/testsuite/tap.sh"
need_plugin

inlines=50
units=40
store=$scratch/store
statistics=$scratch/statistics

# project FOLDER: a checkout.
project ()
{
  local i unit
  mkdir -p "$1/include" "$1/src"
  for ((i = 0; i < inlines; i++)); do
    printf 'static inline int\ninline_%d (int x)\n{\n  int y = x * %d;\n' \
      $i $((i + 2))
    printf '  if (x > %d)\n    y -= x;\n  return y;\n}\n' $i
  done > "$1/include/inlines.h"
  for ((unit = 0; unit < units; unit++)); do
    printf '#include "inlines.h"\n\nint\nunit_%d (int x)\n{\n' $unit
    for ((i = 0; i < inlines; i++)); do
      printf '  x += inline_%d (x + %d);\n' $i $unit
    done
    printf '  return x;\n}\n'
  done > "$1/all"
  # A file for each unit.
  awk -v folder="$1/src" '/^#include/ { n++ }
    { print > (folder "/unit" n - 1 ".c") }' "$1/all"
}

# build FOLDER OPTION...: all units, one after the other, as OPTIONs say.
build ()
{
  local folder=$1 unit source
  shift
  rm -f "$statistics"
  for ((unit = 0; unit < units; unit++)); do
    source=src/unit$unit.c
    [ "$naming" = relative ] || source=$folder/$source
    (cd "$folder" \
     && $CC -fplugin="$PLUGIN" -fplugin-arg-libqueries-store="$store" \
	  -fplugin-arg-libqueries-stats="$statistics" -Wall -O2 "$@" \
	  -c "$source" -o "$folder/unit$unit.o") || return
  done
}

# total QUERY: how often it was executed.
total ()
{
  sed -n "s/.*\"$1\": {\"executed\": \([0-9]*\).*/\1/p" "$statistics" \
    | awk '{ sum += $1 } END { print sum + 0 }'
}

first=$scratch/first
project "$first"
naming=relative
build "$first" -Iinclude
ok $? "$units units compile"
is "$(total early_uninit)" $((inlines + units)) \
  "$inlines inline functions are analysed once for $units units"
is "$(total check_function)" $((inlines + units)) "and checked once"
build "$first" -Iinclude
is "$(total check_function)" 0 "warm, nothing is"

second=$scratch/somewhere/else/second
project "$second"
build "$second" -Iinclude
is "$(total check_function)" 0 "in another folder, nothing is"
rm -rf "$second"
project "$second"
naming=absolute
build "$second" -I"$second/include"
is "$(total check_function)" 0 "named by other paths, nothing is"

# The test must be able to fail: another body is another one.
sed -i '0,/x \* 2;/s//x * 3;/' "$second/include/inlines.h"
build "$second" -I"$second/include"
[ "$(total early_uninit)" -ge 1 ]
ok $? "an inline function that was edited is analysed anew"
is "$(total early_uninit)" 1 "and once in all"
finish
