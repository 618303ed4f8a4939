#!/usr/bin/env bash
# test-schedule.sh - no schedule of the threads decides what the engine says.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# testsuite/schedule/test-schedule runs small sessions under seeded schedules;
# in make check-long there are more of them, and faults are planted in copies
# of the engine: each must be found.

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
# What fails as it is says nothing about faults planted in it.
[ -n "${QUERIES_LONG:-}" ] && [ $status -eq 0 ] || finish

# Faults.

objects=$scratch/objects
mkdir -p "$objects"

# compile SOURCE OBJECT: as the Makefile does, warnings aside.
compile ()
{
  $CC -std=c11 -D_GNU_SOURCE -DSYNC_COOPERATIVE -O1 -w -I"$srcdir" \
    -c "$1" -o "$2"
}

built=0
for source in "$srcdir"/queries/*.c "$srcdir"/testsuite/schedule/*.c; do
  case ${source##*/} in
    store*.c | sync.c | test-scheduler.c) continue ;;
  esac
  name=${source##*/}
  compile "$source" "$objects/${name%.c}.o" || built=1
done 2> "$scratch/err"
ok $built "the engine compiles for planting"

# found OUTPUT: the earliest schedule of a program that shows the fault.
found ()
{
  sed -nE -e 's/^Bail out! (crash) in test-schedule (.*)/1000000 \1: \2/p' \
    -e "s/^not ok [0-9]+ - (.*): ([0-9]+) sch.*/\2 schedule \2 of \1/p" \
    -e "s/^not ok [0-9]+ - (.*)/0 \1/p" "$1" \
    | sort -n | sed -n '1s/^[0-9]* //p'
}

# plant FILE SCRIPT NAME: FILE of queries/, changed by sed's SCRIPT, is found
# out.
plant ()
{
  local file=$1 script=$2 name=$3 copy=$scratch/plant.c
  sed -E "$script" "$srcdir/queries/$file" > "$copy"
  if cmp -s "$srcdir/queries/$file" "$copy"; then
    ok 1 "plant: $name: nothing to change in $file"
    return
  fi
  rm -rf "$scratch/planted"
  cp -r "$objects" "$scratch/planted"
  if ! { compile "$copy" "$scratch/planted/${file%.c}.o" \
	 && $CC "$scratch"/planted/*.o -o "$scratch/planted/test" -lxxhash
       } 2> "$scratch/err"; then
    ok 1 "plant: $name: does not compile"
    sed 's/^/# /' "$scratch/err"
    return
  fi
  # In a shell of its own, which says on its own stderr how a crash ended it.
  (timeout 300 "$scratch/planted/test" -n 200; :) > "$scratch/out" \
    2> "$scratch/err"
  grep -qE '^(not ok|Bail out)' "$scratch/out"
  ok $? "plant: $name: $(found "$scratch/out"); $(grep -c '^not ok' \
    "$scratch/out") cases fail"
}

plant wait.c 's/while \(state_is_running.*/while (!cx->waiting_what/
  /cx->waiting_for = NULL;/s/$/ cx->waiting_what = 1;/' \
  "who is to sleep does not look again"
plant task.c '/^task_publish/,/^}/{
  s/^  sync_store/  uintptr_t waiting = sync_load_ordered (\&e->n_waiting);\n&/
  s/if \(sync_load_ordered.*/if (waiting != 0)/
}' "publishing looks for sleepers before it stores"
plant task.c '/^task_publish/,/^}/s/sync_load_ordered/sync_load/' \
  "publishing looks for sleepers out of order"
plant wait.c 's/if \(closes_ring \(cx, slot\)\)/if (false)/' \
  "nobody looks for rings"
plant wait.c 's/while \(c && c != cx/if (c \&\& c != cx/' \
  "only rings of two are seen"
plant task.c '/give_back \(struct/,/^}/s/task_publish \(.*\);/(void) 0;/' \
  "claims are not given back"
plant task.c '/^task_publish/,/^}/s/wait_wake \(e\);/(void) 0;/' \
  "who publishes wakes nobody"
plant pool.c '/^pool_stop/,/^}/s/condition_broadcast.*//' \
  "idle workers are not told to stop"
plant task.c 's/!sync_exchange_if \(&s->state, &state, (state_running \(cx->number\))\)/(sync_store (\&s->state, \1), false)/' \
  "claims are taken without looking"
plant ask.c '/^mark_stolen/,/^}/s/return sync_exchange_if.*/(void) expected; sync_store (\&slot->state, (uintptr_t) gone); return true;/' \
  "thieves do not look at each other"
plant execute.c '/^task_finish/,/^}/s/^  n->n_edges = .*/  task_publish (cx->engine, t->slot, n); &/' \
  "published before it is complete"
plant ask.c '/^get_node \(/,/^}/s/record_read \(cx.*;/(void) 0;/' \
  "hits leave no edge"
finish
