#!/usr/bin/env bash
# test-model.sh - the model of how threads share slots holds; planted faults
# do not.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Part of make check-long: testsuite/model/claim.pml with every graph that it
# has, each interleaving of two and of three threads.

. "$srcdir/testsuite/tap.sh"
[ -n "${QUERIES_LONG:-}" ] || skip_all "only in make check-long"
type spin > /dev/null 2>&1 || skip_all "no spin (Debian: spin)"
type "${CC%% *}" > /dev/null 2>&1 || skip_all "no C compiler"

model=$srcdir/testsuite/model/claim.pml
cd "$scratch" || exit 99

# search WHAT OPTIMIZE MACRO...: all runs of one model; what was found is in
# the file out.  WHAT: states (assertions, invalid end states) or cycles.
search ()
{
  local what=$1 optimize=$2 build="-DSAFETY -DNOCLAIM" run=
  shift 2
  [ "$what" = states ] || { build=-DNP; run=-l; }
  rm -f pan pan.* ./*.trail
  spin -P"$CC -E -x c" "${@/#/-D}" -a "$model" > out 2>&1 \
    && $CC -w "$optimize" $build -o pan pan.c > out 2>&1 \
    && ./pan -m10000 $run > out 2>&1
}

# A search that was cut short proves nothing.
found_nothing ()
{
  grep -q '^Full statespace search' out && grep -q 'errors: 0$' out \
    && ! grep -qE 'too small|out of memory|memory limit|not completed' out
}

# holds WHAT OPTIMIZE MACRO...
holds ()
{
  local what=$1 status states
  search "$@" && found_nothing
  status=$?
  shift 2
  states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' out)
  ok $status "$*: search for $what, ${states:-no} states"
  [ $status -eq 0 ] && return
  head -20 out | sed 's/^/# /'
  # The run that shows it, its last steps.
  [ ! -f claim.pml.trail ] \
    || spin -P"$CC -E -x c" "${@/#/-D}" -t -p -k claim.pml.trail "$model" 2>&1 \
       | tail -60 | sed 's/^/# /'
}

# caught FAULT WHAT MESSAGE MACRO...: the search ends with MESSAGE and a trail.
caught ()
{
  local fault=$1 what=$2 message=$3 status
  shift 3
  search "$what" -O0 FAULT="$fault" "$@"
  grep -q "^pan:1: $message" out && [ -s claim.pml.trail ]
  status=$?
  ok $status "$fault in $*: $message"
  [ $status -eq 0 ] || head -20 out | sed 's/^/# /'
}

graphs=$(sed -n 's/^#elif GRAPH ==/#if GRAPH ==/
		 s/^#if GRAPH == \(.*\)/\1/p' "${model%/*}/graphs.pml" \
	 | sed 's/ || GRAPH == /\n/g' | sort -u)
[ "$(echo "$graphs" | wc -l)" -ge 13 ]
ok $? "there are $(echo "$graphs" | wc -l) graphs"

for graph in $graphs; do
  holds states -O0 GRAPH="$graph" THREADS=2 DEEP
  holds cycles -O0 GRAPH="$graph" THREADS=2 DEEP
  holds states -O1 GRAPH="$graph" THREADS=3 DEEP
  holds cycles -O1 GRAPH="$graph" THREADS=3
done

sleeps_for_ever="invalid end state"
violated="assertion violated"
caught NO_SECOND_LOOK states "$sleeps_for_ever" GRAPH=CHAIN
caught EARLY_LOOK states "$sleeps_for_ever" GRAPH=CHAIN
caught NO_WALK states "$sleeps_for_ever" GRAPH=RING
caught NO_WALK states "$sleeps_for_ever" GRAPH=RING THREADS=3
caught NO_SWAP states "$violated" GRAPH=DIAMOND
caught SILENT_FAILURE states "$sleeps_for_ever" GRAPH=FAILING
caught SILENT_RING states "$sleeps_for_ever" GRAPH=INNOCENT
caught NO_LOCK states "$sleeps_for_ever" GRAPH=CHAIN
caught ONE_WOKEN states "$sleeps_for_ever" GRAPH=DIAMOND THREADS=3
caught NO_LOOK_AT_STOP states "$sleeps_for_ever" GRAPH=FAILING
caught NO_LOOK_AT_STOP states "$sleeps_for_ever" GRAPH=RING
caught KEPT_CLAIMS states "$sleeps_for_ever" GRAPH=FAILING
caught KEPT_CLAIMS states "$sleeps_for_ever" GRAPH=RING_DEFAULT
caught NO_JOIN states "$sleeps_for_ever" GRAPH=RING
caught HASTY_RING states "$violated" GRAPH=CHAIN
caught LOST_GREEN states "$violated" GRAPH=STORED_FAILING
caught FORGOTTEN_CLAIMS states "$sleeps_for_ever" GRAPH=DIAMOND DEEP
caught FAILED_NODE states "$violated" GRAPH=FAILING
caught HASTY_FAILURE states "$violated" GRAPH=TWO_FAILINGS
caught STILL_STOPPED states "$violated" GRAPH=RING_DEFAULT
caught NO_SLEEP cycles "non-progress cycle" GRAPH=CHAIN
finish
