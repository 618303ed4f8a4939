#!/usr/bin/env bash
# test-objects.sh - object files are the same with and without the plugin.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# On the demo and our own sources; in check-long also on other projects.

. "$srcdir/testsuite/tap.sh"
need_plugin

# compare NAME FLAGS FILE...: in the current folder.  Twice with the plugin:
# cold and warm.
compare ()
{
  local name=$1 flags=$2 file bad=
  shift 2
  for file; do
    for run in plain cold warm; do
      plugin=
      [ $run = plain ] \
	|| plugin="-fplugin=$PLUGIN -fplugin-arg-libqueries-store=$scratch/store"
      # One name for all: it may get into the object.
      $CC $flags $plugin -c "$file" -o "$scratch/object.o" \
	> "$scratch/out" 2>&1 || bad+=" $file(does not compile)"
      mv "$scratch/object.o" "$scratch/$run.o" 2>/dev/null
    done
    cmp -s "$scratch/plain.o" "$scratch/cold.o" || bad+=" $file(cold)"
    cmp -s "$scratch/plain.o" "$scratch/warm.o" || bad+=" $file(warm)"
  done
  is "$bad" "" "$name: $# objects at $flags"
}

cd "$srcdir" || exit 99
# The demo's noreturn function that returns is among them.
for level in -O0 -O1 -O2 -O3 -Os "-O2 -g" "-O2 -g3 -frecord-gcc-switches"; do
  compare demo "$level -w" demo/*.c
done
compare "our own sources" "-O2 -g -std=c11 -D_GNU_SOURCE -I." \
  queries/*.c passes/[a-d]*.c

if [ -n "${QUERIES_LONG:-}" ]; then
  . "$srcdir/testsuite/bench/fetch.sh"
  for project in $fetch_projects; do
    if ! fetch $project; then
      skip "$project" "its sources cannot be had"
      continue
    fi
    cd "$fetch_folder/$project" || exit 99
    for level in -O0 -O2 "-O2 -g"; do
      compare $project "$level -w $(fetch_flags $project)" \
	$(fetch_files $project)
    done
  done
fi
finish
