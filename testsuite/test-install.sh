#!/usr/bin/env bash
# test-install.sh - make install: where the files go and how they are found.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

. "$srcdir/testsuite/tap.sh"
need_plugin

# make_quietly ARGUMENT...
make_quietly ()
{
  "$MAKE" -C "$builddir" -s "$@" > "$scratch/log" 2>&1 \
    || { sed 's/^/# /' "$scratch/log"; return 1; }
}

# The names under a folder.
names ()
{
  (cd "$1" && find . ! -type d | sed 's|.*/||' | sort | tr '\n' ' ')
}

compile ()
{
  "$CC" "$@" -O2 -c "$scratch/f.c" -o "$scratch/f.o" > "$scratch/out" 2>&1 \
    && [ ! -s "$scratch/out" ]
}

printf 'int f (void) { return 0; }\n' > "$scratch/f.c"
root=$scratch/root
folders="prefix=/opt/queries plugindir=/opt/queries/lib/gcc/plugin"

make_quietly install DESTDIR="$root" $folders
ok $? "make install DESTDIR=..."
is "$(names "$root")" \
  "libqueries.so libqueries.so queries queries queries.1 queries.pc queries.so " \
  "one library, two links, a command with manual and completion, a .pc file"

lib=$root/opt/queries/lib/libqueries.so
links=$root/opt/queries/lib/gcc/plugin
[ -f "$lib" ] && [ ! -L "$lib" ]
ok $? "the library lies in libdir"
[ -L "$links/libqueries.so" ] && [ "$links/libqueries.so" -ef "$lib" ]
ok $? "libqueries.so in GCC's folder is a link to it"
[ -L "$links/queries.so" ] && [ "$links/queries.so" -ef "$lib" ]
ok $? "queries.so in GCC's folder is a link to it"
case $(readlink "$links/queries.so") in
  /*) ok 1 "links are relative" ;;
  *) ok 0 "links are relative" ;;
esac

compile -fplugin="$lib" -fplugin-arg-libqueries-store=none
ok $? "-fplugin=/full/path/libqueries.so"
LD_LIBRARY_PATH=${lib%/*} compile -fplugin=libqueries.so \
  -fplugin-arg-libqueries-store=none
ok $? "-fplugin=libqueries.so, found by the loader"
compile -iplugindir="$links" -fplugin=libqueries \
  -fplugin-arg-libqueries-store=none
ok $? "-fplugin=libqueries, found by GCC"
compile -iplugindir="$links" -fplugin=queries -fplugin-arg-queries-store=none
ok $? "-fplugin=queries, found by GCC"
compile -iplugindir="$links" -fplugin="$links/queries.so" \
  -fplugin-arg-queries-store=none
ok $? "-fplugin=/full/path/queries.so"

command=$root/opt/queries/bin/queries
is "$("$command" --version)" "$("$builddir/tools/queries" --version)" \
  "the command runs from there"
same "$root/opt/queries/share/man/man1/queries.1" "$builddir/queries.1" \
  "its manual"
bash -n "$root/opt/queries/share/bash-completion/completions/queries"
ok $? "its completion"
QUERIES_DIR=$scratch/store HOME=$scratch LD_LIBRARY_PATH=${lib%/*} \
  "$command" doctor --compiler="$CC -iplugindir=$links" > "$scratch/out" 2>&1
is "$(grep -c '^fine    plugin ' "$scratch/out")" 3 \
  "its doctor finds the plugin under each name"

make_quietly uninstall DESTDIR="$root" $folders
ok $? "make uninstall DESTDIR=..."
is "$(names "$root")" "" "uninstalling leaves no file"

# Without DESTDIR: into a prefix of one's own.
own="prefix=$scratch/own plugindir=$scratch/own/lib/plugin"
make_quietly install $own
ok $? "make install into a prefix"
compile -fplugin="$scratch/own/lib/libqueries.so" \
  -fplugin-arg-libqueries-store=none
ok $? "the plugin there works"
make_quietly uninstall $own
is "$(names "$scratch/own")" "" "uninstalling leaves no file there"
finish
