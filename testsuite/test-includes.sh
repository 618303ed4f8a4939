#!/usr/bin/env bash
# test-includes.sh - the arrows between the folders run one way.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   plugin -> passes -> queries       tools -> passes -> queries
#
# and only plugin/ includes a header of GCC's: whatever is neither ours, nor
# C's or POSIX's, nor of a library that the folder may use.

. "$srcdir/testsuite/tap.sh"
cd "$srcdir" || exit 99

standard='assert|ctype|dirent|dlfcn|endian|errno|fcntl|float|fnmatch|getopt|inttypes|limits'
standard+='|locale|math|poll|pthread|sched|setjmp|signal|stdalign|stdarg'
standard+='|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string'
standard+='|strings|sys/[a-z]+|time|unistd|arpa/inet|netinet/[a-z]+|netdb|linux/[a-z]+'
library='gmp|hiredis/[a-z]+|lmdb|nettle/[a-z]+|xxhash|zstd'

# offenders FOLDER ALLOWED: include lines of the folder that are not allowed.
# A name without a folder is one beside the file.
offenders ()
{
  local folder=$1 allowed=$2 file
  for file in "$folder"/*; do
    [ -f "$file" ] || continue
    sed -n 's/^[ \t]*#[ \t]*include[ \t]*\([<"][^>"]*\)[>"].*/\1/p' "$file" \
      | while read -r name; do
	  name=${name#[<\"]}
	  [[ $name =~ ^($allowed)$ ]] && continue
	  [[ $name != */* && -f $folder/$name ]] && continue
	  echo "$file includes $name"
	done
  done
}

# The synchronisation header has two other back ends, for tests.
tested='testsuite/schedule/sync-cooperative\.h|valgrind/helgrind\.h'
is "$(offenders queries "queries/.*|($standard|$library)\\.h" \
      | grep -vE "^queries/sync\.h includes ($tested)\$")" "" \
  "queries/ includes queries/, C, POSIX, libraries"
is "$(offenders passes "(queries|passes)/.*|($standard|gmp|zstd)\\.h")" "" \
  "passes/ includes queries/, passes/, C, POSIX, gmp, zstd"
is "$(offenders tools "(queries|passes|tools)/.*|($standard|xxhash|zstd)\\.h")" \
  "" "tools/ includes queries/, passes/, C, POSIX, xxhash, zstd"
is "$(grep -nE '#[ \t]*include[ \t]*"(tools|testsuite)/' plugin/*)" "" \
  "plugin/ includes neither tools/ nor testsuite/"
is "$(grep -lE 'GCCPLUGIN_VERSION|BUILDING_GCC_VERSION|__GNUC__' plugin/* \
      | grep -v '^plugin/gcc-adapter\.')" "" \
  "only the adapter knows one version of GCC from another"

# The test must be able to fail.
mkdir -p "$scratch/passes" "$scratch/plugin"
printf '#include "plugin/capture.h"\n#include "tree.h"\n#include <stdio.h>\n' \
  > "$scratch/passes/bad.c"
is "$(cd "$scratch" && offenders passes "(queries|passes)/.*|($standard)\\.h")" \
   "passes/bad.c includes plugin/capture.h
passes/bad.c includes tree.h" "a wrong arrow is seen"
finish
