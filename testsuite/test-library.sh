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
  | grep -vE '^(linux-vdso|linux-gate|ld-linux[^ ]*|libc|libm|libpthread|libzstd|liblmdb|libgmp)\.so' \
  | grep -E '\.so')
is "$others" "" "only libc, libm, zstd, lmdb and gmp are linked"
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
finish
