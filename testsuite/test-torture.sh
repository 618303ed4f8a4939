#!/usr/bin/env bash
# test-torture.sh - what check-torture takes for a failure.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Over a compiler made by hand, which goes wrong by the names of its files; GCC's
# testsuite is not needed.

. "$srcdir/testsuite/tap.sh"
tab=$(printf '\t')

cat > "$scratch/cc" <<'END'
#!/bin/sh
case $1 in -dumpversion) echo 99; exit ;; esac
plugin= level=certain
for word; do
  case $word in
    -fplugin=*) plugin=yes ;;
    *level=likely) level=likely ;;
    *.[cC]) file=$word ;;
  esac
done
echo "$@" >> "$ASKED"
[ -n "$plugin" ] || echo "$file:1:1: warning: of all [-Wx]" >&2
case ${file##*/}:$plugin:$level in
  object.[cC]:yes:likely) echo "other" > object.o; exit ;;
  status.[cC]:yes:*) exit 1 ;;
  ours.c:yes:certain) echo "libqueries: internal error: a query" >&2 ;;
  theirs.c:*) echo "internal compiler error: in main" >&2; exit 4 ;;
  endless.c:yes:*) while :; do :; done ;;
  found.c:yes:*)
    echo "$file:1:1: warning: of all [-Wx]" >&2
    echo "$file:2:1: warning: by $level [-Wy]" >&2 ;;
esac
echo "object" > object.o
END
chmod +x "$scratch/cc"
cp "$scratch/cc" "$scratch/c++"
suite=$scratch/torture/gcc-99/gcc/testsuite
mkdir -p "$suite/c" "$suite/g++"
touch "$scratch/torture/gcc-99.done"

# torture NAME VERDICT FILE...: of these alone, in the folder of their language.
torture ()
{
  local name=$1 verdict=$2 file
  shift 2
  rm -f "$suite"/*/* "$scratch/asked"
  for file; do
    case $file in
      *.C) : > "$suite/g++/$file" ;;
      *) printf '%s\n' "${header:-}" > "$suite/c/$file" ;;
    esac
  done
  ASKED=$scratch/asked CC=$scratch/cc CXX=$scratch/c++ PLUGIN=/none/x.so \
    builddir=$scratch FOLDERS=${folders:-c g++} LEVELS="-O0 -O2,-g" SECONDS_CPU=1 \
    bash "$srcdir/testsuite/torture/torture.sh" > "$scratch/said" 2>&1
  is "$? $(tail -n 1 "$scratch/said")" "$verdict" "$name"
}

failures ()
{
  cut -f1,4,5 "$scratch/torture/failures"
}

torture "nothing goes wrong" "0 2 passed, 0 failed" fine.c fine.C
is "$(failures)" "" "and nothing is told"
is "$(sed 's/ .*//' "$scratch/asked" | sort | uniq -c | tr -s ' ')" " 12 -Wall" \
  "each is compiled three times at each level"
torture "an object that differs" "1 1 passed, 1 failed" fine.c object.C
is "$(cut -f1,3-5 "$scratch/torture/failures")" \
  "g++/object.C$tab-O0${tab}likely${tab}object
g++/object.C$tab-O2,-g${tab}likely${tab}object" "it is named, with its level and run"
torture "a status that differs" "1 0 passed, 1 failed" status.c
torture "an internal error" "1 0 passed, 1 failed" ours.c
is "$(failures | sort -u)" \
  "c/ours.c${tab}certain${tab}libqueries: internal error: a query" "it is told"
torture "plain GCC's own" "0 1 passed, 0 failed" theirs.c
torture "what does not end" "1 0 passed, 1 failed" endless.c
torture "nothing at all" "1 0 passed, 0 failed"
torture "a finding is none" "0 1 passed, 0 failed" found.c
is "$(sort -u "$scratch/torture/findings" | grep O0)" \
  "c/found.c$tab-O0${tab}c/found.c:2:1: warning: by certain [-Wy]" \
  "what is said with the plugin alone, at the default level"
header='/* { dg-options "-fa -S -fdump-b" } */ /* { dg-options "-fc" { target x } } */'
torture "a file with options" "0 1 passed, 0 failed" fine.c
is "$(grep -c -- '-O0.* -fa .*-c .*fine.c' "$scratch/asked") $(grep -cE -- \
    '-fc|-S|-fdump' "$scratch/asked")" "3 0" "they are given, if they make one object"
finish
