#!/usr/bin/env bash
# test-depth.sh - long functions need no deep stack.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Functions as generators write them, captured by the plugin and analysed by the driver
# with a stack of 1 MiB, an eighth of what a compiler has.

. "$srcdir/testsuite/tap.sh"
need_plugin

# many NAME PROTOTYPES STATEMENT: a function of 5,000 of these in one block.
many ()
{
  {
    echo "$2"
    echo 'int f (char *p) { char *q = 0;'
    yes "$3" | head -n 5000
    echo 'return q != 0; }'
  } > "$scratch/$1.c"
  "$CC" -O0 -w -fplugin="$PLUGIN" -fplugin-arg-libqueries-store=none \
    -fplugin-arg-libqueries-dump-body-raw="$scratch/$1.raw" \
    -S -o "$scratch/$1.s" "$scratch/$1.c" > "$scratch/$1.log" 2>&1
  is $? 0 "$1: compiled"
  (ulimit -s 1024
   "$builddir/queries-driver" --query=memory "$scratch/$1.raw" \
     > "$scratch/$1.out" 2>&1)
  [ $? -le 1 ]
  ok $? "$1: analysed with a stack of 1 MiB"
}

many ways 'char *strchr (const char *, int);' 'q = strchr (p, 1);'
many unknown 'char *g (char *);' 'q = g (p);'
many loads '' 'p = *(char **) p;'
many sums '' 'p += *p;'
finish
