#!/usr/bin/env bash
# test-revisions.sh - incremental behaviour, step by step.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each testsuite/revisions/*.c is compiled with -DREV=1, 2 ... into one store.
# After every step its findings must be those of a clean run without a store,
# and the queries that ran must be the ones that a comment in the file names:
#
#   // flags N: FLAGS            extra compiler flags of revision N
#   // expect N: QUERY ...       exactly these ran in revision N ("nothing")
#   // expect N: QUERY=K ...     ... K times
#   // checks: NAME,NAME         these run, instead of those that stand in the
#                                place of GCC's: of the others each is one more
#                                query of every function
#
# All of it for 1, 2 and 8 threads, with every green result verified.
#

. "$srcdir/testsuite/tap.sh"
need_plugin
dir=$srcdir/testsuite/revisions
work=$scratch

# Those of GCC's passes; the analyzer's, which asks the most, where a file says so.
replacing=$(sed -nE 's/^CHECK \([a-z_]+, "([^"]+)", "([^"]+)".*/\1 \2/p' \
		"$srcdir/passes/checks.def" | sed '/ none$/d; /^memory /d; s/ .*//' \
	      | paste -sd ,)

# compile FILE REV STORE THREADS OUT FLAGS...: findings to OUT.err, the
# statistics line to OUT.json
compile () {
  local file=$1 rev=$2 store=$3 threads=$4 out=$5 checks; shift 5
  checks=$(sed -nE 's,^// checks: (.*)$,\1,p' "$dir/$file")
  rm -f "$out.json"
  (cd "$dir" && "$CC" -O2 -Wall -Wextra "-DREV=$rev" -c "$file" -o "$work/o.o" \
     "-fplugin=$PLUGIN" "-fplugin-arg-libqueries-store=$store" \
     "-fplugin-arg-libqueries-threads=$threads" \
     -fplugin-arg-libqueries-verify=all \
     "-fplugin-arg-libqueries-checks=${checks:-$replacing}" \
     "-fplugin-arg-libqueries-stats=$out.json" "$@") 2>"$out.err"
}

# ran JSON: the queries that were executed, as NAME=K, sorted
ran () {
  sed 's/"categories": .*//' "$1" |
    grep -o '"[a-z_]*": *{"executed": *[0-9]*' |
    sed -E 's/"([a-z_]*)": *\{"executed": *([0-9]*)/\1=\2/' |
    grep -v '=0$' | sort | tr '\n' ' ' | sed 's/ $//'
}

# What is not asked of a unit: GCC 11 has no option for it.
unasked=nothing
[ "$(gcc_major)" -ge 12 ] \
  || unasked='infinite_recursion|dangling_pointer|use_after_free|wrong_release'

# expected FILE REV: in the same form; a bare NAME is NAME=1
expected () {
  sed -nE "s,^// expect $2: (.*)\$,\1,p" "$1" | tr ' ' '\n' |
    grep -v -x -e nothing -e '' | sed -E '/=/!s/$/=1/' |
    grep -v -E "^($unasked)=" | sort | tr '\n' ' ' |
    sed 's/ $//'
}

one () {
  local file=$1 threads=$2 rev flags name want got
  name=$(basename "$file")
  local store=$work/store.$name.$threads
  for rev in 1 2 3 4 5 6 7 8 9; do
    grep -q "^// expect $rev:" "$file" || break
    flags=$(sed -nE "s,^// flags $rev: (.*)\$,\1,p" "$file")
    # Words of FLAGS are arguments of their own.
    # shellcheck disable=SC2086
    compile "$name" "$rev" none "$threads" "$work/clean" $flags ||
      { ok 1 "$name rev $rev compiles"; sed 's/^/#   /' "$work/clean.err"; return; }
    # shellcheck disable=SC2086
    compile "$name" "$rev" "$store" "$threads" "$work/warm" $flags
    same "$work/clean.err" "$work/warm.err" \
      "$name rev $rev, $threads threads: findings as in a clean run"
    want=$(expected "$file" "$rev") got=$(ran "$work/warm.json")
    is "${got:-nothing}" "${want:-nothing}" \
      "$name rev $rev, $threads threads: what ran"
  done
  [ "$rev" -gt 2 ]
  ok $? "$name has several revisions"
}

for file in "$dir"/*.c; do
  for threads in 1 2 8; do
    one "$file" $threads
  done
done
finish
