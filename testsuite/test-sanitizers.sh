#!/usr/bin/env bash
# test-sanitizers.sh - the unit tests and fuzzers again, under each sanitizer.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Part of make check-long: it builds everything but the plugin twice.

. "$srcdir/testsuite/tap.sh"
[ -n "${QUERIES_LONG:-}" ] || skip_all "only in make check-long"
[ ! -f "$srcdir/config.status" ] \
  || skip_all "the source tree is configured: no second build folder"

# under NAME OPTION...: configure, build and check in a folder of its own.
under ()
{
  local name=$1 summary
  shift
  mkdir "$scratch/$name"
  (cd "$scratch/$name" \
   && "$srcdir/configure" -q --with-gcc="$CC" "$@" \
   && "$MAKE" QUERIES_LONG= check) > "$scratch/$name.log" 2>&1
  ok $? "$name: make check"
  grep -E '^(FAIL|ERROR)|runtime error|Sanitizer' "$scratch/$name.log" \
    | head -20 | sed 's/^/# /'
  summary=$(grep -E '^# PASS:' "$scratch/$name.log" | grep -o '[0-9]*$')
  [ "${summary:-0}" -gt 0 ]
  ok $? "$name: ${summary:-no} cases passed"
}

under address --enable-asan --enable-ubsan
under threads --enable-tsan
finish
