#!/usr/bin/env bash
# test-threads.sh - the output does not depend on the number of threads, nor on
# what the store holds.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Byte for byte: cold, warm, after edits, with 1, 2, 3 and 8 threads, equals a
# run with one thread and without a store.

. "$srcdir/testsuite/tap.sh"
need_plugin

functions=200
[ -z "${QUERIES_LONG:-}" ] || functions=3000

# A unit with defects of all kinds, calls in chains, rings and trees.
unit ()
{
  awk -v count="$functions" 'BEGIN {
    print "typedef __SIZE_TYPE__ size_t;"
    print "void *allocate (size_t) __attribute__ ((warn_unused_result));"
    for (i = 0; i < count; i++)
      printf "int f%d (int, int *);\n", i
    for (i = 0; i < count; i++) {
      printf "\nint\nf%d (int n, int *p)\n{\n  int x, y = %d;\n", i, i * 7 % 31
      printf "  if (n > %d)\n    y += f%d (n - 1, p);\n", i % 5, (i * 13 + 1) % count
      printf "  while (y-- > n)\n    *p += f%d (y, &y);\n", int (i / 2)
      if (i % 7 == 1) print "  y += x;"
      if (i % 7 == 2) print "  allocate (y);"
      if (i % 7 != 3) print "  x = y;\n  return x;"
      print "}"
      if (i % 7 == 4)
	printf "\n__attribute__ ((nonnull)) int\ng%d (int *p)\n{\n  return p == 0 ? 1 : f%d (*p, p);\n}\n", i, i
      if (i % 7 == 5)
	printf "\n__attribute__ ((noreturn)) void\nh%d (int n)\n{\n  f%d (n, &n);\n}\n", i, i
    }
  }'
}

# compile FILE OUTPUT ARGUMENT...
compile ()
{
  local file=$1 output=$2
  shift 2
  (cd "$scratch" && "$CC" -O2 -Wall -Wextra -fplugin="$PLUGIN" \
     "${@/#/-fplugin-arg-libqueries-}" -S -o /dev/null "$file") \
    > "$scratch/$output" 2>&1 || echo failed >> "$scratch/$output"
}

unit > "$scratch/unit.c"
cp "$scratch/unit.c" "$scratch/original.c"
# A line on top, one body that is another, a new function, two that swap.
{
  echo "/* A comment.  */"
  sed -e 's/y = 21;/y = 22;/' "$scratch/unit.c"
  printf '\nint\nlast (int n)\n{\n  int z;\n  n += z;\n  return f1 (n, &n);\n}\n'
} > "$scratch/edited.c"

compile unit.c expected threads=1 store=none
cp "$scratch/edited.c" "$scratch/unit.c"
compile unit.c expected.edited threads=1 store=none
lines=$(grep -c 'warning:' "$scratch/expected")
[ "$lines" -gt $((functions / 2)) ]
ok $? "the unit has $lines findings"
cmp -s "$scratch/expected" "$scratch/expected.edited"
[ $? = 1 ]
ok $? "the edited one has others"

for threads in 1 2 3 8; do
  store=$scratch/store.$threads
  cp "$scratch/original.c" "$scratch/unit.c"
  compile unit.c cold threads=$threads store="$store"
  same "$scratch/cold" "$scratch/expected" "$threads threads, cold"
  compile unit.c warm threads=$threads store="$store"
  same "$scratch/warm" "$scratch/expected" "$threads threads, warm"
  compile unit.c all threads=$threads store="$store" verify=all
  same "$scratch/all" "$scratch/expected" "$threads threads, warm, verified"
  cp "$scratch/edited.c" "$scratch/unit.c"
  compile unit.c edited threads=$threads store="$store"
  same "$scratch/edited" "$scratch/expected.edited" "$threads threads, edited"
  cp "$scratch/original.c" "$scratch/unit.c"
  compile unit.c back threads=$threads store="$store"
  same "$scratch/back" "$scratch/expected" "$threads threads, edited back"
done
finish
