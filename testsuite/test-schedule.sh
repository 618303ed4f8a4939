#!/usr/bin/env bash
# test-schedule.sh - no schedule of the threads decides what the engine says.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# testsuite/schedule/test-schedule runs small sessions under seeded schedules;
# in make check-long there are more of them.  (What it finds of planted faults:
# test-faults.sh.)

. "$srcdir/testsuite/tap.sh"

program=$builddir/testsuite/schedule/test-schedule
if [ -n "${QUERIES_LONG:-}" ]; then
  count=1000 random=10000
else
  count=20 random=200
fi

# The program's cases as our own.
"$program" -n $count -r $random > "$scratch/out" 2> "$scratch/err"
status=$?
grep -q '^1\.\.0 # SKIP' "$scratch/out" && skip_all "there is one thread only"
while IFS= read -r line; do
  case $line in
    "ok "*) ok 0 "${line#ok * - }" ;;
    "not ok "*) ok 1 "${line#not ok * - }" ;;
    "#"* | "Bail out!"*) printf '%s\n' "$line" ;;
  esac
done < "$scratch/out"
grep -q '^1\.\.[1-9]' "$scratch/out"
ok $? "the program comes to its end (exit status $status)"
finish
