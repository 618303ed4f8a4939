#!/usr/bin/env bash
# test-growth.sh - random edits of a project leave a store of a bounded size.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Edits stay, each on top of the others; the units that an edit touches are
# compiled into one store.  Now and then all units are compiled into a fresh
# store, too: how large that is, is what of the other store is alive.  In the end
# it has all that the fresh one has, and it is verified.  Then the same again with
# a limit that is a part of that.
#
# make check makes a few edits to the demo, make check-long 1,000 to zlib.  The
# environment may say otherwise: PROJECTS, EDITS, SEED.

. "$srcdir/testsuite/tap.sh"
. "$srcdir/testsuite/bench/fetch.sh"
need_plugin
edit=$scratch/edit
if [ -n "${QUERIES_LONG:-}" ]; then
  : "${PROJECTS:=zlib}" "${EDITS:=1000}"
else
  : "${PROJECTS:=demo}" "${EDITS:=60}"
fi
: "${SEED:=1}"
checkpoints=10

# compile STORE FILE OPTION...: as an argument says.
compile ()
{
  local store=$1 file=$2 option options=()
  shift 2
  for option; do
    options+=("-fplugin-arg-libqueries-$option")
  done
  # Words of flags are arguments of their own.
  # shellcheck disable=SC2086
  "$CC" -O0 -w $flags -MMD -MF "$work/deps/${file//\//_}.d" -S -o /dev/null \
    "$file" -fplugin="$PLUGIN" -fplugin-arg-libqueries-store="$store" \
    "${options[@]}" > "$work/log" 2>&1
}

# users FILE: the sources to compile if it changes.
users ()
{
  local file
  for file in $sources; do
    if [ "$file" = "$1" ] \
       || grep -qE "(^| )${1//./\\.}( |\$)" "$work/deps/${file//\//_}.d"; then
      echo "$file"
    fi
  done
}

headers ()
{
  cat "$work"/deps/*.d | tr -cs '[:graph:]' '\n' | grep '\.h$' | sort -u
}

size_of ()
{
  stat -c %s "$1"/v*/data.mdb
}

# Makes edit NUMBER and compiles what it touches; false if that does not
# compile: then all is as before.
make_edit ()
{
  local description file user
  # shellcheck disable=SC2046,SC2086
  description=$("$edit" $((SEED * 1000000 + $1)) $sources $(headers) \
		  2>&1 > "$work/after") || return
  file=${description%% *}
  cp "$file" "$work/before"
  cp "$work/after" "$file"
  for user in $(users "$file"); do
    compile "$store" "$user" "${limits[@]}" && continue
    cp "$work/before" "$file"
    # What was compiled is what it was again.
    for user in $(users "$file"); do
      compile "$store" "$user" "${limits[@]}"
    done
    return 1
  done
}

# All units into the empty folder FRESH.
compile_all ()
{
  local file
  for file in $sources; do
    compile "$1" "$file" || return
  done
}

# checkpoint: how the store compares with a fresh one.
checkpoint ()
{
  local fresh=$work/fresh live size
  rm -rf "$fresh"
  compile_all "$fresh" || return
  live=$(size_of "$fresh")
  size=$(size_of "$store")
  echo "# $applied edits: $size bytes, of a fresh store $live," \
    "$(awk "BEGIN { printf \"%.2f\", $size / $live }") times that"
  [ "$size" -le $((3 * live)) ] || too_large=$((too_large + 1))
  [ "$limit" = 0 ] || [ "$size" -le "$limit" ] || over=$((over + 1))
}

# run_edits LIMIT: 0 for none.
run_edits ()
{
  local number
  limit=$1 applied=0 refused=0 too_large=0 over=0
  limits=()
  [ "$limit" = 0 ] || limits=("max-size=$limit")
  for ((number = 1; applied < EDITS && number <= 5 * EDITS; number++)); do
    if ! make_edit $number; then
      refused=$((refused + 1))
      continue
    fi
    applied=$((applied + 1))
    [ $((applied * checkpoints % EDITS)) -ge $checkpoints ] || checkpoint
  done
}

run_project ()
{
  work=$scratch/$project
  mkdir -p "$work/tree" "$work/deps"
  cd "$work/tree" || exit 99
  fetch_copy "$project"
  store=$work/store limits=()
  compile_all "$store"
  ok $? "$project: all units compile"
  run_edits 0
  [ $applied -eq "$EDITS" ]
  ok $? "$project: $applied edits, $refused more that do not compile"
  is $too_large 0 "$project: never more than 3 times what is alive"

  # What is in use was not thrown away, and is right.
  rm -f "$work/statistics"
  for file in $sources; do
    compile "$store" "$file" verify=all stats="$work/statistics" || break
  done
  is "$(sed 's/.*"executed": \([0-9]*\), "green".*/\1/' "$work/statistics" \
	  | awk '{ sum += $1 } END { print sum + 0 }')" 0 \
    "$project: and all of that is there"

  # Half of what there is fits.  There are no smaller limits than this.
  limit=$(($(size_of "$work/fresh") / 2))
  if [ $limit -lt $((256 << 10)) ]; then
    skip "$project: never more than max-size says" "the project is too small"
    return
  fi
  store=$work/limited
  EDITS=$((EDITS / 5)) SEED=$((SEED + 1))
  run_edits $limit
  is $over 0 "$project: never more than max-size says"
}

"$CC" -std=gnu11 -O1 -Wall -Wextra -I"$srcdir" -o "$edit" \
  "$srcdir"/testsuite/edits/*.c > "$scratch/log" 2>&1
ok $? "the program that edits compiles"
for project in $PROJECTS; do
  if [ "$project" != demo ] && ! fetch "$project"; then
    skip "$project" "its sources cannot be had"
  else
    run_project
  fi
done
finish
