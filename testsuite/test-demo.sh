#!/usr/bin/env bash
# test-demo.sh - the demo keeps its promises.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

. "$srcdir/testsuite/tap.sh"
need_plugin

QUIET=1 OUT=$scratch/out bash "$srcdir/demo/demo.sh" 2> "$scratch/err"
ok $? "cold, warm, comment, edit"
sed 's/^/# /' "$scratch/err"

for level in -O0 -O2 -O3; do
  find "$scratch/out/source" -name '*.o' -delete
  "$MAKE" -s -C "$scratch/out/source" objects CC="$CC" \
    CFLAGS="$level -Wall" PLUGIN="$PLUGIN" \
    PLUGIN_FLAGS="-fplugin-arg-libqueries-store=none" 2>&1 \
    | grep ': warning: ' > "$scratch/findings$level"
done
is "$(wc -l < "$scratch/findings-O2")" 5 "-O2 finds the five planted defects"
same "$scratch/findings-O0" "$scratch/findings-O2" "-O0 finds what -O2 does"
same "$scratch/findings-O3" "$scratch/findings-O2" "-O3 finds what -O2 does"
finish
