#!/usr/bin/env bash
# test-faults.sh - each fault that is planted in the engine is found.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Part of make check-long: faults are planted, one at a time, in copies of the
# engine's sources (testsuite/faults/list.sh), and the tests that are named
# there must fail.
#
#   srcdir=$PWD builddir=FOLDER CC=gcc testsuite/test-faults.sh --measure FAULT...
#
# runs all tests instead, with all faults if none is named, and prints which
# failed: doc/planted-faults.md.

. "$srcdir/testsuite/tap.sh"
. "$srcdir/testsuite/small-shapes.sh"
measure=
[ "${1-}" != --measure ] || { measure=yes; shift; }
wanted=" $* "
[ -n "${QUERIES_LONG:-}$measure" ] || skip_all "only in make check-long"
# The programs are to do what they do in make check.
unset QUERIES_LONG

unit_programs="engine modifiers rings inspect inspect-modifiers guards record
  record-damage shapes"
# Programs that hang are ended by Check.
export CK_DEFAULT_TIMEOUT=120 CK_TIMEOUT_MULTIPLIER=0.1
check_libs=$(pkg-config --libs check 2> /dev/null) || check_libs=-lcheck

# compile SOURCE OBJECT OPTION...: as the Makefile does, warnings aside.
compile ()
{
  local source=$1 object=$2
  shift 2
  $CC -std=c11 -D_GNU_SOURCE -O1 -w -pthread -I"$srcdir" "$@" -c "$source" \
    -o "$object"
}

# compile_engine SOURCE NAME FOLDER: for both back ends of queries/sync.h.
compile_engine ()
{
  [ "$2" = sync ] || compile "$1" "$3/cooperative/$2.o" -DSYNC_COOPERATIVE \
    || return
  compile "$1" "$3/engine/$2.o"
}

# Everything as it is, so that a fault costs the compilation of its file.
compile_all ()
{
  local source name
  mkdir -p "$scratch"/plain/{engine,cooperative} \
    "$scratch"/{unit,fuzz,schedule} || return
  for source in "$srcdir"/{queries,testsuite/{unit,fuzz,schedule}}/*.c; do
    name=${source##*/}
    name=${name%.c}
    case ${source#"$srcdir/"} in
      # The fuzzer's own business.
      queries/store*) compile "$source" "$scratch/fuzz/$name.o" ;;
      queries/*) compile_engine "$source" "$name" "$scratch/plain" ;;
      */fuzz/fuzz-engine.c | */fuzz/engine-*)
	compile "$source" "$scratch/fuzz/$name.o" ;;
      */test-scheduler.c) ;;
      */schedule/*)
	compile "$source" "$scratch/schedule/$name.o" -DSYNC_COOPERATIVE ;;
      */small-engine.c | */shapes.c | */record-model.c)
	compile "$source" "$scratch/unit/$name.o" ;;
      */test-shapes.c)
	small_shapes 10000 > "$scratch/shapes.c" \
	  && compile "$scratch/shapes.c" "$scratch/unit/$name.o" ;;
      */unit/test-*)
	case " $(echo $unit_programs) " in
	  *" ${name#test-} "*) compile "$source" "$scratch/unit/$name.o" ;;
	esac ;;
    esac || return
  done
}

# link PROGRAM FOLDER: of FOLDER's objects of the engine.
link ()
{
  local program=$1 folder=$2
  case $1 in
    fuzz) set -- "$scratch"/fuzz/*.o "$folder"/engine/*.o -llmdb ;;
    schedule) set -- "$scratch"/schedule/*.o "$folder"/cooperative/*.o ;;
    *)
      set -- "$scratch/unit/test-$1.o" "$folder"/engine/*.o \
	"$scratch"/unit/{small-engine,shapes,record-model}.o $check_libs ;;
  esac
  $CC -pthread "$@" -lxxhash -o "$folder/test-$program"
}

# run PROGRAM FOLDER: prints what failed, as list.sh names it.
run ()
{
  local out=$2/$1.out limit=200 options=
  case $1 in
    fuzz) options="--timelines 4000 --shrink 0 --jobs 2" ;;
    schedule) options="-n 200" ;;
  esac
  # In a shell of its own, which says on its own stderr how a crash ended it.
  (timeout -k 9 $limit "$2/test-$1" $options; echo "status $?") > "$out" 2>&1
  ! grep -q '^status 0$' "$out" || return
  case $1 in
    fuzz | schedule)
      echo "$1" ;;
    *)
      # FILE:LINE:F:CASE:TEST:NUMBER: MESSAGE, or nothing like it.
      sed -nE 's/^[^ ]*:[0-9]+:[FE]:[^:]*:test_([a-z_0-9]*):.*/\1/p' "$out" \
	| sort -u | sed "s|^|$1/|" | grep . || echo "$1/" ;;
  esac
}

# plant NAME FILE SCRIPT...: the engine with the fault, in the folder planted.
plant ()
{
  local name=$1 source copy
  shift
  rm -rf "$scratch/planted"
  cp -r "$scratch/plain" "$scratch/planted"
  while [ $# -ge 2 ]; do
    source=$srcdir/queries/$1 copy=$scratch/planted/$1
    sed -E "$2" "$source" > "$copy" || cp "$source" "$copy"
    if cmp -s "$source" "$copy"; then
      ok 1 "$name: nothing to change in $1"
      return 1
    fi
    if ! compile_engine "$copy" "${1%.c}" "$scratch/planted" \
      2> "$scratch/err"; then
      ok 1 "$name: $1 does not compile"
      sed 's/^/# /' "$scratch/err"
      return 1
    fi
    shift 2
  done
}

# fault NAME "CATCHER..." FILE SCRIPT...: see list.sh.
fault ()
{
  local name=$1 catchers=$2 catcher program programs failed=" " missed=
  shift 2
  [ "$wanted" = "  " ] || [[ $wanted = *" $name "* ]] || return
  names="$names $name"
  plant "$name" "$@" || return
  programs=$(printf '%s\n' $catchers | sed 's|/.*||' | sort -u)
  [ -z "$measure" ] || programs="$unit_programs fuzz schedule"
  for program in $programs; do
    link "$program" "$scratch/planted" \
      && failed+="$(run "$program" "$scratch/planted" | tr '\n' ' ')"
  done
  for catcher in $catchers; do
    [[ $failed = *" $catcher "* ]] || missed="$missed $catcher"
  done
  [ -z "$missed" ]
  ok $? "$name: found by$failed${missed:+not by$missed}"
}

compile_all > "$scratch/err" 2>&1
status=$?
ok $status "the engine and its tests compile"
[ $status -eq 0 ] || { sed 's/^/# /' "$scratch/err"; finish; }

# What fails as it is would seem to find everything.
for program in $unit_programs fuzz schedule; do
  failed=no
  if link "$program" "$scratch/plain" > "$scratch/err" 2>&1; then
    failed=$(run "$program" "$scratch/plain")
  fi
  [ -z "$failed" ]
  status=$?
  ok $status "$program: passes without a fault"
  [ $status -eq 0 ] \
    || sed 's/^/# /' "$scratch/err" "$scratch/plain/$program.out" | head -40
  rm -f "$scratch"/plain/{test-"$program",*.out}
done
[ "$tap_failed" -eq 0 ] || finish

names=
. "$srcdir/testsuite/faults/list.sh"
if [ -z "$measure" ]; then
  printf '%s\n' $names | sort > "$scratch/listed"
  sed -nE 's/^\| `([a-z-]*)` \|.*/\1/p' "$srcdir/doc/planted-faults.md" \
    | sort > "$scratch/told"
  same "$scratch/told" "$scratch/listed" \
    "doc/planted-faults.md has a row for each fault"
fi
finish
