#!/usr/bin/env bash
# test-store-faults.sh - whatever happens to a store, GCC says what it says
# without one.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A few of each in make check; in make check-faults and make check-long as many
# as the name of each case says.  All numbers are counted as things are tried.
#
# The mass runs without GCC (testsuite/fuzz/fuzz-damage and fuzz-hostile: units
# over stores, on bodies that GCC has written), the rest with it.  A trial is
# one compile.  A crash: GCC's status is not that of a run without a store, or
# it says of itself that something is wrong inside.  A wrong finding: the
# messages are others, or the object file is.

. "$srcdir/testsuite/tap.sh"
. "$srcdir/testsuite/store-faults/trials.sh"
need_plugin

if [ -n "${QUERIES_LONG:-}" ]; then
  sizes=0 flips=10000 garbage=1000 hostile=10000 by_gcc=100 step=1 kills=200 \
    compilers=64 servers=40
else
  sizes=150 flips=300 garbage=60 hostile=150 by_gcc=5 step=9 kills=4 \
    compilers=64 servers=4
fi

trials_set_up
# Every size there is of a small store; in make check a few.
in_process "truncation points" fuzz-damage truncate $sizes 1
in_process "flipped bits" fuzz-damage flip $flips 1 raw/alpha raw/epsilon
in_process "files of garbage" fuzz-damage garbage $garbage 1 raw/alpha
in_process "hostile records" fuzz-hostile $hostile 1 raw/alpha raw/epsilon
in_process "hostile records, a ring of calls" fuzz-hostile $hostile 2
damaged_by_gcc truncate
damaged_by_gcc flip
damaged_by_gcc garbage
hostile_by_gcc
other_build
failing_calls
killed_at_calls
killed_makes
many_at_once
servers_gone
conclude_all
finish
