#!/usr/bin/env bash
# test-differential.sh - random edits on real code: incremental equals clean.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A file is edited again and again at random (a comment, a blank line, a
# constant, a statement left out or put in, an uninitialized use, two lines
# exchanged).  After each edit that still compiles, the findings of a compile
# with a store that has seen all edits before must be, byte for byte, those of
# a compile without one; for 1, 2, 3 and 8 threads.
#
# Seeds are fixed, so a run can be repeated.  make check-long edits more, and
# the files named in QUERIES_DIFFERENTIAL_FILES too.

. "$srcdir/testsuite/tap.sh"
need_plugin
work=$scratch
edits=10
[ -z "${QUERIES_LONG:-}" ] || edits=60

# edit SEED < IN > OUT: one random edit
edit () {
  awk -v seed="$1" '
    BEGIN { srand (seed) }
    { line[NR] = $0 }
    function pick(n) { return int (rand () * n) + 1 }
    END {
      kind = pick(7)
      # A line that is a simple statement, from a random place on.
      at = pick(NR)
      for (i = 0; i < NR; i++) {
	k = (at + i - 1) % NR + 1
	if (line[k] ~ /^[ \t]+[A-Za-z_].*;[ \t]*$/ \
	    && line[k] !~ /(return|goto|break|continue|case|typedef|extern|struct|union|enum|else|\\$)/)
	  break
      }
      for (i = 1; i <= NR; i++) {
	if (kind == 1 && i == at && line[i - 1] !~ /\\$/) print ""
	if (kind == 2 && i == 1) print "/* edit " seed " */"
	if (kind == 3 && i == k && match(line[i], /[0-9]+/))
	  line[i] = substr(line[i], 1, RSTART - 1) pick(97) substr(line[i], RSTART + RLENGTH)
	if (kind == 4 && i == k) continue
	if (kind == 5 && i == k)
	  print "  { int queries_a" seed "; volatile int queries_b" seed " = 1; queries_b" seed " += queries_a" seed "; }"
	if (kind == 6 && i == k) print "  { volatile int queries_c" seed " = " pick(9) "; (void) queries_c" seed "; }"
	if (kind == 7 && i == k && i < NR) { t = line[i]; line[i] = line[i + 1]; line[i + 1] = t }
	print line[i]
      }
    }'
}

# compile STORE THREADS OUT FLAGS...
compile () {
  local store=$1 threads=$2 out=$3; shift 3
  "$CC" -Wall -Wextra -Wno-unused "$@" -I"$include" -c "$work/$name" -o "$work/o.o" \
    "-fplugin=$PLUGIN" "-fplugin-arg-libqueries-store=$store" \
    "-fplugin-arg-libqueries-threads=$threads" \
    "-fplugin-arg-libqueries-stats=$out.json" 2>"$out.err"
}

# differential FILE SEED FLAGS...
differential () {
  local file=$1 seed=$2 ran=0 differ=0 i threads; shift 2
  name=$(basename "$file") include=$(cd "$(dirname "$file")" && pwd)
  rm -rf "$work"/store.*
  cp "$file" "$work/$name"
  compile none 1 "$work/clean" "$@" ||
    { ok 1 "$name compiles"; head -3 "$work/clean.err" | sed 's/^/#   /'; return; }
  for threads in 1 2 3 8; do
    compile "$work/store.$threads" $threads "$work/warm" "$@"
  done
  for ((i = 1; i <= edits; i++)); do
    cp "$work/$name" "$work/before"
    edit $((seed * 10000 + i)) <"$work/before" >"$work/$name"
    if ! compile none 1 "$work/clean" "$@"; then
      cp "$work/before" "$work/$name"
      continue
    fi
    ran=$((ran + 1))
    for threads in 1 2 3 8; do
      compile "$work/store.$threads" $threads "$work/warm" "$@"
      cmp -s "$work/clean.err" "$work/warm.err" && continue
      differ=$((differ + 1))
      echo "# seed $seed, edit $i, $threads threads:"
      diff "$work/clean.err" "$work/warm.err" | head -10 | sed 's/^/#   /'
    done
  done
  [ $ran -gt 0 ] && [ $differ = 0 ]
  ok $? "$name: $ran of $edits edits compiled, $differ runs differ from clean ones"
}

seed=1
for file in "$srcdir"/queries/task.c "$srcdir"/passes/dominators.c \
	    "$srcdir"/testsuite/unit/test-engine.c \
	    ${QUERIES_DIFFERENTIAL_FILES:-}; do
  differential "$file" $seed -O1 -std=gnu11 -D_GNU_SOURCE -I"$srcdir"
  seed=$((seed + 1))
done
finish
