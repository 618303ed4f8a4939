#!/usr/bin/env bash
# test-driver.sh - queries over stored bodies, with no GCC in the process.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the plugin wrote, by dump-body-raw and into its store, gives the same
# values in queries-driver; what is damaged is told and left out.

. "$srcdir/testsuite/tap.sh"
need_plugin
driver=$builddir/queries-driver

cat > "$scratch/unit.c" <<'END'
int must_use (void) __attribute__ ((warn_unused_result));

int
defects (int a)
{
  int x;
  must_use ();
  x += a;
  while (a-- > 0)
    x += a;
  return x;
}

int
clean (int a)
{
  return a > 1 ? clean (a - 1) + defects (a) : 1;
}
END
printf '__attribute__ ((const)) int\nclean (int a)\n{\n  return a + 1;\n}\n' > "$scratch/clean.c"

# compile NAME QUERY...: with all of what the driver reads, and dumps.
compile ()
{
  local name=$1 query flags=
  shift
  for query; do
    flags+=" -fplugin-arg-libqueries-dump-$query=$scratch/$name.$query"
  done
  # Words of flags are arguments of their own.
  # shellcheck disable=SC2086
  "$CC" -O2 -Wall -c -o "$scratch/$name.o" "$scratch/$name.c" \
    -fplugin="$PLUGIN" -fplugin-arg-libqueries-store="$scratch/$name.store" \
    -fplugin-arg-libqueries-dump-body-raw="$scratch/$name.raw" $flags \
    2> /dev/null
}

# Blocks of a dump, one for each function, in the order of their text.
blocks ()
{
  awk 'BEGIN { RS = ""; ORS = "\n\n" } 1' "$1" | tr '\n' '\1' \
    | sed 's/\x01\x01/\n/g' | sort | tr '\1' '\n'
}

compile unit dominators loops liveness body
compile clean body

for query in dominators loops liveness body; do
  "$driver" --store=none --query=$query "$scratch/unit.raw" \
    > "$scratch/raw.$query" 2>&1
  same "$scratch/unit.$query" "$scratch/raw.$query" \
    "$query: the driver prints what the plugin dumps"
  "$driver" --query=$query "$scratch/unit.store" > "$scratch/stored" 2>&1
  blocks "$scratch/stored" > "$scratch/stored.sorted"
  blocks "$scratch/raw.$query" > "$scratch/raw.sorted"
  same "$scratch/raw.sorted" "$scratch/stored.sorted" \
    "$query: the store's bodies are the same"
done

"$driver" --store=none "$scratch/unit.raw" > "$scratch/findings"
is $? 1 "findings: exit status 1"
# Two checks know of one of them: alternatives, of which GCC's side shows one.
is "$(grep -e 'ignoring return value' -e 'is used uninitialized' \
	"$scratch/findings" | sort -u | wc -l)" 2 "two findings"
for threads in 2 8; do
  "$driver" --store=none --threads=$threads "$scratch/unit.raw" \
    > "$scratch/findings.$threads"
  same "$scratch/findings" "$scratch/findings.$threads" "$threads threads"
done
"$driver" --store=none "$scratch/clean.raw" > /dev/null
is $? 0 "no finding: exit status 0"

size=$(wc -c < "$scratch/unit.raw")
bad=0
for ((at = 1; at < size; at += 97)); do
  head -c $at "$scratch/unit.raw" > "$scratch/cut.raw"
  "$driver" --store=none "$scratch/cut.raw" > /dev/null 2>&1
  status=$?
  [ $status = 3 ] || { bad=$((bad + 1)); echo "# cut at $at: status $status"; }
done
is $bad 0 "cut short anywhere: exit status 3"
"$driver" --no-such-option > /dev/null 2>&1
is $? 2 "wrong usage: exit status 2"
finish
