#!/usr/bin/env bash
# test-fuzz.sh - the fuzzers, for a short while and with a fixed seed.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A fuzzer ends with status 0 if nothing was wrong; what it says is shown.

. "$srcdir/testsuite/tap.sh"

seeds=1
[ -z "${QUERIES_LONG:-}" ] || seeds="1 2 3 4 5 6 7 8"
for program in "$builddir"/testsuite/fuzz/fuzz-*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  for seed in $seeds; do
    (cd "$scratch" && "$program" $seed) > "$scratch/out" 2>&1
    ok $? "${program##*/} $seed: $(tail -1 "$scratch/out")"
  done
done
finish
