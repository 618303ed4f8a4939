#!/usr/bin/env bash
# test-levels.sh - what is uninitialized is the same at every level.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The sources of the DejaGnu tests of both checks are compiled at all levels, and
# with -g: the warnings must be those of -O2.  Those that GCC itself gives in other
# passes come and go with it, and do not count.
#

. "$srcdir/testsuite/tap.sh"
need_plugin

# warnings FILE FLAGS...: lines of one FILE about what has no value
warnings () {
  local file=$1; shift
  "$CC" -Wall -Wextra "$@" -c "$file" -o "$scratch/o.o" "-fplugin=$PLUGIN" \
    -fplugin-arg-libqueries-store=none 2>&1 |
    grep -e '\[-Wuninitialized\]' -e '\[-Wmaybe-uninitialized\]' | sort
}

total=0
for file in "$srcdir"/testsuite/queries.plugin/{early-uninit,uninit}/*.c; do
  warnings "$file" -O2 > "$scratch/expected"
  total=$((total + $(wc -l < "$scratch/expected")))
  for flags in -O0 -O1 -O3 -Os -g '-O2 -g'; do
    # Words of FLAGS are arguments of their own.
    # shellcheck disable=SC2086
    warnings "$file" $flags > "$scratch/got"
    same "$scratch/expected" "$scratch/got" "$(basename "$file") with $flags"
  done
done
[ "$total" -gt 10 ]
ok $? "there are warnings"
finish
