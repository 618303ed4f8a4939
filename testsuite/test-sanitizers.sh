#!/usr/bin/env bash
# test-sanitizers.sh - the unit tests and fuzzers again, under each sanitizer.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Part of make check-long: it builds everything but the plugin twice, and the
# engine with its tests for helgrind, which is told what atomics order.

. "$srcdir/testsuite/tap.sh"
. "$srcdir/testsuite/small-shapes.sh"
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

# The engine's tests that have threads.
helgrind_programs="engine modifiers rings guards shapes"
check_libs=$(pkg-config --libs check 2> /dev/null) || check_libs=-lcheck

# build_for_helgrind FOLDER OPTION...: the programs there.
build_for_helgrind ()
{
  local folder=$1 source program
  shift
  mkdir -p "$folder/engine" && small_shapes 1500 > "$folder/test-shapes.c" || return
  for program in small-engine shapes test-{engine,modifiers,rings,guards}; do
    cp "$srcdir/testsuite/unit/$program.c" "$folder" || return
  done
  for source in "$srcdir"/queries/*.c "$folder"/*.c; do
    case $source in
      */queries/store*) continue ;;
      "$srcdir"/*) program=$folder/engine/${source##*/} ;;
      *) program=$source ;;
    esac
    $CC -std=c11 -D_GNU_SOURCE -O1 -g -w -pthread -I"$srcdir" "$@" \
      -c "$source" -o "${program%.c}.o" || return
  done
  for program in $helgrind_programs; do
    $CC -pthread "$folder"/{test-$program,small-engine,shapes}.o \
      "$folder"/engine/*.o -lxxhash $check_libs -o "$folder/run-$program" || return
  done
}

# helgrind PROGRAM OUTPUT: status 9 if there are races.
helgrind ()
{
  # Without a process for each test: valgrind is to see them all.
  CK_FORK=no CK_TIMEOUT_MULTIPLIER=20 valgrind --tool=helgrind -q \
    --fair-sched=yes --history-level=none --error-exitcode=9 \
    --suppressions="$srcdir/testsuite/helgrind.supp" "$1" > "$2" 2>&1
}

under_helgrind ()
{
  local folder=$scratch/helgrind program status
  if ! echo '#include <valgrind/helgrind.h>' \
       | $CC -fsyntax-only -x c - 2> /dev/null \
     || ! type valgrind > /dev/null 2>&1; then
    skip "helgrind" "no valgrind (Debian: valgrind)"
    return
  fi
  build_for_helgrind "$folder" -DSYNC_HELGRIND > "$scratch/helgrind.log" 2>&1
  status=$?
  ok $status "helgrind: the engine's tests compile"
  [ $status -eq 0 ] || { sed 's/^/# /' "$scratch/helgrind.log"; return; }
  for program in $helgrind_programs; do
    helgrind "$folder/run-$program" "$scratch/helgrind.log"
    status=$?
    ok $status "helgrind: test-$program has no races"
    [ $status -eq 0 ] || head -60 "$scratch/helgrind.log" | sed 's/^/# /'
  done
  # If nothing is said of atomics, what they order is not ordered.
  build_for_helgrind "$folder" > "$scratch/helgrind.log" 2>&1
  helgrind "$folder/run-rings" "$scratch/helgrind.log"
  is $? 9 "helgrind: races are seen where there are any"
}

under_helgrind
under address --enable-asan --enable-ubsan
under threads --enable-tsan
finish
