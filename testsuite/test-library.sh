#!/usr/bin/env bash
# test-library.sh - what the plugin drags into the compiler.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Each library costs every compile; libstdc++ costs 1 ms.  GMP and zstd are there
# already: GCC itself needs them.

. "$srcdir/testsuite/tap.sh"
need_plugin

ldd "$PLUGIN" > "$scratch/ldd" 2>&1
# ldd does not know cc1's symbols, which is as it should be.
others=$(sed -n 's/^[ \t]*\([^ ]*\).*/\1/p' "$scratch/ldd" | sed 's|.*/||' \
  | grep -vE '^(linux-vdso|linux-gate|ld-linux[^ ]*|libc|libm|libzstd|libgmp)\.so' \
  | grep -E '\.so')
is "$others" "" "only libc, libm, zstd and gmp are linked"
is "$(grep -c 'not found' "$scratch/ldd")" 0 "all of them are found"

exported=$(nm -D --defined-only "$PLUGIN" | awk '{ print $NF }' | sort \
  | tr '\n' ' ')
is "$exported" "plugin_init plugin_is_GPL_compatible " \
  "nothing is exported but what GCC looks for"

is "$(nm -D --undefined-only "$PLUGIN" | awk '{ print $NF }' \
      | grep -E '^(_ZSt|_ZNSt|_ZNKSt|__cxa_throw|__cxa_begin_catch|__gxx_personality|_ZTVN10__cxxabi)')" \
   "" "no need of the C++ runtime"

printf 'int f (void) { return 0; }\n' > "$scratch/f.c"
"$CC" -fplugin="$PLUGIN" -fplugin-arg-libqueries-store=none -O2 \
  -c "$scratch/f.c" -o "$scratch/f.o" > "$scratch/out" 2>&1
ok $? "$CC loads it"
is "$(cat "$scratch/out")" "" "and prints nothing"

# All symbols at once: what lazy binding would only find later.
LD_BIND_NOW=1 "$CC" -fplugin="$PLUGIN" -fplugin-arg-libqueries-store=none -O2 \
  -c "$scratch/f.c" -o "$scratch/f.o" > "$scratch/out" 2>&1
ok $? "every symbol is there in the C compiler"
printf 'int f () { return 0; }\n' > "$scratch/f.cc"
LD_BIND_NOW=1 "$CXX" -fplugin="$PLUGIN" -fplugin-arg-libqueries-store=none -O2 \
  -c "$scratch/f.cc" -o "$scratch/f.o" > "$scratch/out" 2>&1
ok $? "and in the C++ compiler"

# loads_lmdb: whether a compile does; what it says in $scratch/out.
loads_lmdb ()
{
  rm -f "$scratch"/loaded.*
  LD_DEBUG=files LD_DEBUG_OUTPUT="$scratch/loaded" "$CC" -fplugin="$PLUGIN" \
    -fplugin-arg-libqueries-store="$scratch/store" -O2 -c "$scratch/f.c" \
    -o "$scratch/f.o" > "$scratch/out" 2>&1
  grep -q "liblmdb[^ ]*  *\[" "$scratch"/loaded.*
}

if loads_lmdb; then loaded=yes; else loaded=no; fi
is "$loaded" yes "a compile that writes loads LMDB"
# The log of the second says that nothing was executed.
loads_lmdb
if loads_lmdb; then loaded=yes; else loaded=no; fi
is "$loaded" no "one that only reads does not"

# A plugin that looks for a library that nobody has.
mkdir "$scratch/without"
sed 's/liblmdb\.so\.0/liblmdb.so.x/g' "$PLUGIN" \
  > "$scratch/without/libqueries.so"
if cmp -s "$PLUGIN" "$scratch/without/libqueries.so"; then
  skip "compiles go on without LMDB" "it has another name here"
else
  for round in 1 2; do
    "$CC" -fplugin="$scratch/without/libqueries.so" \
      -fplugin-arg-libqueries-store="$scratch/none" \
      -fplugin-arg-libqueries-stats="$scratch/stats" -O2 -c "$scratch/f.c" \
      -o "$scratch/f.o" > "$scratch/out" 2>&1
    ok $? "without LMDB, round $round: the compile succeeds"
    is "$(cat "$scratch/out")" "" "... and prints nothing"
  done
  is "$(grep -c '"dropped": [1-9]' "$scratch/stats")" 2 \
    "... and what is not written is counted"
fi
finish
