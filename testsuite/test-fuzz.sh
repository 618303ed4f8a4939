#!/usr/bin/env bash
# test-fuzz.sh - the fuzzers, for a short while and with fixed seeds.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A fuzzer ends with status 0 if nothing was wrong.  What it says last is
# shown; where it found something, all of it: fuzz-engine's text can be given
# to its --replay.

. "$srcdir/testsuite/tap.sh"

# fuzz NAME PROGRAM ARGUMENT...
fuzz ()
{
  local name=$1 status
  local program=$builddir/testsuite/fuzz/$2
  shift 2
  if [ ! -x "$program" ]; then
    skip "$name" "not built"
    return
  fi
  (cd "$scratch" && "$program" "$@") > "$scratch/out" 2>&1
  status=$?
  ok $status "$name: $(tail -1 "$scratch/out")"
  [ $status -eq 0 ] || sed 's/^/#   /' "$scratch/out"
}

# What libFuzzer has found worth keeping; `make fuzz-record' finds more.
fuzz "bytes that a store might hold" fuzz-record \
  "$srcdir/testsuite/fuzz/corpus-record"
# test-store-faults.sh runs more of these, but not under sanitizers.
fuzz "hostile records" fuzz-hostile 300 3
fuzz "units over flipped bits" fuzz-damage flip 100 3

if [ -z "${QUERIES_LONG:-}" ]; then
  # With sanitizers, where there is no plugin, all takes ten times as long.
  count=1500
  [ -n "${PLUGIN:-}" ] || count=300
  fuzz "damaged stores" fuzz-store 300 1
  fuzz "answers of servers" fuzz-remote $((2 * count)) 1
  fuzz "timelines of the engine" fuzz-engine --timelines $count --seed 1
  fuzz "with eight threads" \
    fuzz-engine --timelines $((count / 5)) --seed 5001 --threads 8
  fuzz "through a store" \
    fuzz-engine --timelines $((count / 5)) --seed 7001 --store "$scratch/store"
else
  for seed in 1 2 3 4 5 6 7 8; do
    fuzz "damaged stores, seed $seed" fuzz-store 10000 $seed
    fuzz "answers of servers, seed $seed" fuzz-remote 100000 $seed
  done
  fuzz "timelines of the engine" fuzz-engine --timelines 100000 --seed 1
  for threads in 2 3 8 16; do
    fuzz "with $threads threads" \
      fuzz-engine --timelines 5000 --seed ${threads}00001 --threads $threads
  done
  fuzz "through a store" \
    fuzz-engine --timelines 2000 --seed 700001 --store "$scratch/store"
fi
finish
