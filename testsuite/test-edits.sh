#!/usr/bin/env bash
# test-edits.sh - the same bytes for every number of threads, cold, warm and
# after every edit, on other projects.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Compared are the findings of all checks and the dumps of all queries.  What
# they are compared with is a run without a store, on one thread.  Each number
# of threads has a store of its own, which goes with it through all edits; so
# what it answers from was remembered at any time before.
#
# After each edit, GCC captures the bodies of the units that it touches, and
# queries-driver is run on them.  Cold, warm, and after each tenth edit, GCC
# with the plugin is run, too, with stores of its own, and the driver once more
# with all that is remembered verified.  In the end everything is put back as it
# was.  An edit that does not compile is taken back, and counted.
#
# make check makes a few edits to the demo, make check-long more, to other
# projects.  The environment, or an argument of make, may say otherwise:
#
#   PROJECTS	zlib, lua5.4, sqlite3, redis, demo
#   EDITS	how many that compile, for each project
#   ROUND	after how many GCC with the plugin is run
#   UNITS	how many units GCC with the plugin is run on at a time, at most
#   THREADS	the numbers of threads
#   SEED	another number makes other edits
#   ONLY	replay edit ONLY: those before it are made, but not compared
#   DRIVER	another queries-driver, such as one with a sanitizer
#
# A difference leaves the outputs, and the file and the bodies of before and
# after, in testsuite/tmp/different.

. "$srcdir/testsuite/tap.sh"
. "$srcdir/testsuite/bench/fetch.sh"
need_plugin
driver=${DRIVER:-$builddir/queries-driver}
edit=$scratch/edit

if [ -n "${QUERIES_LONG:-}" ]; then
  : "${PROJECTS:=zlib lua5.4 sqlite3 redis}" "${EDITS:=20}" "${UNITS:=6}"
else
  : "${PROJECTS:=demo}" "${EDITS:=5}" "${UNITS:=2}"
fi
: "${THREADS:=1 2 3 8 16}" "${SEED:=1}" "${ROUND:=10}" "${ONLY:=0}"
[ "$ONLY" = 0 ] || EDITS=$ONLY

# Every query but the body, which is what is asked about.
queries=$("$driver" --help | sed '1,/^Queries:/d' | tr -s ' ' '\n' \
  | grep -vx 'body' | sed '/^$/d; s/_/-/g')

# Projects.

# The current folder becomes a copy of the project.
copy_project ()
{
  fetch_copy "$1"
  # What would take too long is not optimized; the warning left out takes two
  # thirds of the time for sqlite3.  GCC captures before it would optimize for
  # the linker, which here saves all the rest of the compile.
  case $1 in
    sqlite3) level=-O0 capture_level="-O0 -flto" ;;
    redis) level=-O0 capture_level=-O0 ;;
    *) level=-O2 capture_level=-O0 ;;
  esac
  level+=" -Wall -Wextra -Wno-misleading-indentation"
}

# unit_of FILE: its name in $work/raw.
unit_of ()
{
  echo "${1//\//_}"
}

raws ()
{
  local file
  for file; do
    echo "$work/raw/$(unit_of "$file")"
  done
}

# users FILE: the sources to compile if it changes.
users ()
{
  local file
  for file in $sources; do
    if [ "$file" = "$1" ] \
       || grep -qE "(^| )${1//./\\.}( |\$)" "$work/raw/$(unit_of "$file").d"
    then
      echo "$file"
    fi
  done
}

# The project's own headers.
headers ()
{
  cat "$work"/raw/*.d | tr -cs '[:graph:]' '\n' | grep '\.h$' | sort -u
}

# Runs.

# capture FILE: its bodies, in UNIT.new; false if it does not compile.
capture ()
{
  local raw
  raw=$(raws "$1")
  # Words of flags are arguments of their own, here and below.
  # shellcheck disable=SC2086
  "$CC" $capture_level -w $flags -S -o /dev/null -MMD -MF "$raw.d" "$1" \
    -fplugin="$PLUGIN" -fplugin-arg-libqueries-store=none \
    -fplugin-arg-libqueries-checks=none -fplugin-arg-libqueries-threads=1 \
    -fplugin-arg-libqueries-dump-body-raw="$raw.new" > "$work/log" 2>&1
}

# drive OUTPUT THREADS STORE OPTION... FILE...: the driver on captured bodies.
# How many queries it executed and took from the store goes to $work/executed.
drive ()
{
  local out=$1 threads=$2 store=$3 status
  shift 3
  "$driver" --threads="$threads" --store="$store" --stats \
    $(printf -- '--query=%s ' $queries) "$@" \
    > "$out" 2> "$out.err"
  status=$?
  # Not what it costs.
  grep -vE '^store: |: bodies [0-9]+, ' "$out.err" >> "$out"
  echo "status $status" >> "$out"
  [ "$store" != none ] || threads=none
  sed -n "s/.*: bodies .* executed \([0-9]*\), green \([0-9]*\), .*/\1 \2/p" \
    "$out.err" | sed "s/^/$threads /" >> "$work/executed"
}

# compile OUTPUT THREADS STORE FILE...: GCC with the plugin.
compile ()
{
  local out=$1 threads=$2 store=$3 file
  shift 3
  for file; do
    # shellcheck disable=SC2086
    "$CC" $level $flags -S -o /dev/null "$file" \
      -fplugin="$PLUGIN" -fplugin-arg-libqueries-store="$store" \
      -fplugin-arg-libqueries-checks=all \
      -fplugin-arg-libqueries-threads="$threads" \
      $(printf -- '-fplugin-arg-libqueries-dump-%s=stdout ' $queries) \
      >> "$out.new" 2>> "$out.err.new"
    echo "$file: status $?" >> "$out.new"
  done
  cat "$out.err.new" >> "$out.new"
  rm "$out.err.new"
  mv "$out.new" "$out"
}

# Comparisons.

# wrong WHAT FILE EXPECTED: says so, and keeps what is needed to find out why.
wrong ()
{
  local place=$builddir/testsuite/tmp/different/$project-$((kept += 1))
  differ=$((differ + 1))
  echo "# $project, seed $SEED, $1"
  diff "$3" "$2" | head -10 | cut -c 1-150 | sed 's/^/#   /'
  [ $kept -le 5 ] || return 0
  mkdir -p "$place"
  echo "$project, seed $SEED, $1" > "$place/what"
  cp "$2" "$place/got"
  cp "$3" "$place/expected"
  [ -n "$affected" ] || return 0
  cp "$work/before" "$work/after" "$work"/raw/*.old $(raws $affected) "$place"
}

# compare GOT EXPECTED WHAT
compare ()
{
  compared=$((compared + 1))
  cmp -s "$1" "$2" || wrong "$3" "$1" "$2"
}

# usable FILE WHAT: that nothing in FILE, which others are compared with, says
# that something broke.
usable ()
{
  local signs='^([^ ]*: )?status ([2-9]|[1-9][0-9]+)$'
  grep -E "$signs|internal compiler error|^queries-driver: " "$1" \
    > "$work/broken" || return 0
  wrong "$2 is broken: $(head -1 "$work/broken")" "$1" /dev/null
}

# run_driver WHAT FILE...: with all numbers of threads.
run_driver ()
{
  local what=$1 threads
  shift
  drive "$work/clean" 1 none $(raws "$@")
  usable "$work/clean" "driver, $what"
  for threads in $THREADS; do
    drive "$work/got" $threads "$work/store.$threads" $(raws "$@")
    compare "$work/got" "$work/clean" "driver, $what, $threads threads"
  done
}

run_verified ()
{
  local what=$1 threads
  shift
  drive "$work/clean" 1 none $(raws "$@")
  usable "$work/clean" "driver, $what"
  for threads in $THREADS; do
    drive "$work/got" $threads "$work/store.$threads" --verify=all $(raws "$@")
    compare "$work/got" "$work/clean" \
      "driver, $what, $threads threads, verified"
  done
}

run_gcc ()
{
  local what=$1 threads
  shift
  compile "$work/clean.gcc" 1 none "$@"
  usable "$work/clean.gcc" "gcc, $what"
  findings=$((findings + $(grep -cE ': (warning|error): ' "$work/clean.gcc")))
  for threads in $THREADS; do
    compile "$work/got.gcc" $threads "$work/gcc.$threads" "$@"
    compare "$work/got.gcc" "$work/clean.gcc" "gcc, $what, $threads threads"
  done
}

# What the last runs compared, as a case.
report ()
{
  [ $differ = 0 ] && [ $compared -gt 0 ]
  ok $? "$project: $1: $compared comparisons, $differ differ"
  all_compared=$((all_compared + compared))
  all_differ=$((all_differ + differ))
  compared=0
  differ=0
}

# Edits.

# some FILE...: not more than UNITS, spread over all.
some ()
{
  printf '%s\n' "$@" | awk -v most="$UNITS" '
    { line[NR] = $0 }
    END {
      step = NR > most ? NR / most : 1
      for (at = 1; int (at) <= NR; at += step) print line[int (at)]
    }'
}

# Chooses $file and its text to come, $work/after.  Now and then that is what
# it was before its last edit.
choose_edit ()
{
  local seed=$((SEED * 1000000 + $1)) description
  if [ $(($1 % 9)) = 0 ] && [ -f "$work/undo" ]; then
    file=$undo kind=undo
    mv "$work/undo" "$work/after"
    return
  fi
  # shellcheck disable=SC2046,SC2086
  description=$("$edit" $seed $sources $(headers) 2>&1 > "$work/after") \
    || return 1
  file=${description%% *}
  kind=${description##* }
}

# Makes edit NUMBER; false if it does not compile, and all is as before.
make_edit ()
{
  local user raw
  choose_edit "$1" || return 1
  cp "$file" "$work/before"
  affected=$(users "$file")
  [ "$ONLY" != "$1" ] || replay_before
  cp "$work/after" "$file"
  for user in $affected; do
    capture "$user" && continue
    cp "$work/before" "$file"
    rm -f "$work"/raw/*.new
    return 1
  done
  rm -f "$work"/raw/*.old
  changed=
  for raw in $(raws $affected); do
    cmp -s "$raw" "$raw.new" || changed=yes
    mv "$raw" "$raw.old"
    mv "$raw.new" "$raw"
  done
  mv "$work/before" "$work/undo"
  cp "$work/undo" "$work/before"
  undo=$file
}

# What the stores know when the edit to be replayed comes.
replay_before ()
{
  local threads
  for threads in $THREADS; do
    drive "$work/got" $threads "$work/store.$threads" $(raws $affected)
    compile "$work/got.gcc" $threads "$work/gcc.$threads" $(some $affected)
  done
}

make_edits ()
{
  local number touched= kinds=
  applied=0 refused=0 effective=0
  for ((number = 1; applied < EDITS && number <= 5 * EDITS; number++)); do
    if ! make_edit $number; then
      refused=$((refused + 1))
      continue
    fi
    applied=$((applied + 1))
    [ -z "$changed" ] || effective=$((effective + 1))
    kinds+="$kind"$'\n'
    edited+=" $file"
    touched=$(printf '%s\n' $touched $affected | sort -u)
    [ $number -ge "$ONLY" ] || continue
    run_driver "edit $number ($kind in $file)" $affected
    if [ $((applied % ROUND)) = 0 ] || [ $applied = "$EDITS" ] \
       || [ $number = "$ONLY" ]; then
      run_verified "edit $number" $affected
      run_gcc "edit $number" $(some $touched)
      touched=
      echo "# $project: $applied edits made, $compared comparisons"
    fi
    [ $number != "$ONLY" ] || break
  done
  echo "# $project: $(sort <<< "${kinds%?}" | uniq -c \
    | awk '{ printf "%s%s %s", (NR > 1 ? ", " : ""), $1, $2 }')"
}

# That stores were read: what is only dumped is executed each time.
tell_executed ()
{
  awk -v project="$project" '
    { executed[$1] += $2; green[$1] += $3 }
    END {
      printf "# %s: after edits: %d executed without a store", project,
	executed["none"]
      for (i = 1; i <= 999; i++)
	if (i in green)
	  printf "; %d threads: %d, %d green", i, executed[i], green[i]
      print ""
    }' "$work/executed"
}

# Everything as it was, and compared with what the first run said.
put_back ()
{
  local file threads
  for file in $(printf '%s\n' $edited | sort -u); do
    cp "$work/original/$file" "$file"
  done
  affected=
  for file in $sources; do
    capture "$file" && mv "$(raws "$file").new" "$(raws "$file")"
  done
  for threads in $THREADS; do
    drive "$work/got" $threads "$work/store.$threads" $(raws $sources)
    compare "$work/got" "$work/first" "driver, put back, $threads threads"
    compile "$work/got.gcc" $threads "$work/gcc.$threads" $(some $sources)
    compare "$work/got.gcc" "$work/first.gcc" "gcc, put back, $threads threads"
  done
}

run_project ()
{
  local file
  rm -rf "$work"
  mkdir -p "$work/raw" "$work/tree"
  cd "$work/tree" || exit 99
  copy_project "$project"
  cp -r . "$work/original"
  : > "$work/executed"
  compared=0 differ=0 kept=0 findings=0 edited= affected=
  for file in $sources; do
    capture "$file" || { ok 1 "$project: $file compiles"; return; }
    mv "$(raws "$file").new" "$(raws "$file")"
  done
  set -- $sources

  run_driver cold "$@"
  cp "$work/clean" "$work/first"
  run_driver warm "$@"
  report "$# units, cold and warm"
  run_gcc cold $(some "$@")
  cp "$work/clean.gcc" "$work/first.gcc"
  run_gcc warm $(some "$@")
  report "gcc, $(some "$@" | wc -w) of the units, cold and warm"
  : > "$work/executed"
  make_edits
  report "$applied edits ($effective changed a body, $refused more failed)"
  [ "$ONLY" = 0 ] || return
  tell_executed
  put_back
  report "put back"
  echo "# $project: $findings warnings compared"
}

"$CC" -std=gnu11 -O1 -Wall -Wextra -I"$srcdir" -o "$edit" \
  "$srcdir"/testsuite/edits/*.c > "$scratch/log" 2>&1
ok $? "the program that edits compiles"
echo "# seed $SEED, threads $THREADS"
all_compared=0 all_differ=0
for project in $PROJECTS; do
  work=$scratch/$project
  if [ "$project" != demo ] && ! fetch "$project"; then
    skip "$project" "its sources cannot be had"
    continue
  fi
  run_project
  cd "$scratch" || exit 99
  [ "$all_differ" != 0 ] || rm -rf "$work"
done
echo "# $all_compared comparisons, $all_differ differ"
finish
