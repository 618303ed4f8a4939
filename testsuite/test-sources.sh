#!/usr/bin/env bash
# test-sources.sh - the lists in sources.am are those of the tree.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make check runs it; after adding or removing files, run it by hand to write
# sources.am anew:
#
#   testsuite/test-sources.sh --write

# list NAME FILE...: one variable of sources.am.
list ()
{
  local name=$1
  shift
  printf '%s =' "$name"
  [ $# -eq 0 ] || printf ' \\\n  %s' "$@"
  printf '\n\n'
}

# Files that match the globs; those that match nothing vanish.
found ()
{
  local file
  for file; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
  done | sort
}

found_folders ()
{
  local folder
  for folder; do
    [ ! -d "$folder" ] || printf '%s\n' "$folder"
  done | sort
}

programs ()
{
  found "$@" | sed 's/\.c$//'
}

# What is packed for other reasons than being compiled.
extra ()
{
  found COPYING README.md bootstrap.sh packages.txt queries.pc.in sources.am \
    .ci/run doc/*
  # Of inputs that were found by chance the folder is listed.
  found_folders testsuite/fuzz/corpus-*
  find demo testsuite -type f ! -name '*.[oa]' ! -name '*~' \
    ! -path 'testsuite/fuzz/corpus-*/*' \
    ! -path 'testsuite/unit/*.[ch]' ! -path 'testsuite/fuzz/*.[ch]' \
    ! -path 'testsuite/schedule/*.[ch]' \
    ! -path 'testsuite/bench/*.c' ! -path 'testsuite/tmp/*' | sort
}

sources ()
{
  cat <<'END'
# sources.am - every file of the project; testsuite/test-sources.sh --write.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

END
  list core_sources $(found queries/*.c passes/*.c)
  list core_headers $(found queries/*.{h,def} passes/*.{h,def})
  list plugin_sources $(found plugin/*.{c,cc})
  list plugin_headers $(found plugin/*.{h,def})
  list driver_sources $(found tools/{driver,inspection}.{c,h})
  list command_sources $(found tools/*.{c,h,def} \
			 | grep -vE '^tools/(driver|inspection)\.[ch]$')
  list check_pages $(found doc/checks/*.md)
  list unit_helpers $(found testsuite/unit/*.{c,h} \
		      | grep -v '^testsuite/unit/test-[^/]*\.c$')
  list unit_programs $(programs testsuite/unit/test-*.c)
  list fuzz_programs $(programs testsuite/fuzz/fuzz-*.c)
  list fuzz_engine_sources $(found testsuite/fuzz/engine-*.[ch])
  list fuzz_record_sources $(found testsuite/fuzz/record-*.[ch])
  list fuzz_hostile_sources $(found testsuite/fuzz/hostile-*.[ch])
  list engine_sources $(found queries/*.c \
			| grep -vE '^queries/(store.*|settings.*|counters|sync)\.c$')
  list scheduler_sources \
    $(found testsuite/schedule/{cases,fibre,schedule,sync}*.[ch])
  list schedule_sources $(found testsuite/schedule/*.[ch] \
    | grep -vE '/(cases|fibre|schedule|sync|test-)[^/]*\.[ch]$')
  list schedule_programs $(programs testsuite/schedule/test-*.c)
  list bench_programs $(programs testsuite/bench/*.c)
  list shell_tests $(found testsuite/test-*.sh)
  list long_tests $(grep -l 'QUERIES_LONG:-' testsuite/test-*.sh)
  list extra_files $(extra)
}

export LC_ALL=C
if [ "${1-}" = --write ]; then
  cd "$(dirname "$0")/.." || exit 1
  sources > sources.am.new && mv sources.am.new sources.am
  exit
fi

. "$srcdir/testsuite/tap.sh"
cd "$srcdir" || exit 99
# A packed tree has only what was listed, so this asks most in a checkout.
sources > "$scratch/sources.am"
same sources.am "$scratch/sources.am" \
  "sources.am lists the files of the tree (else: testsuite/test-sources.sh --write)"
finish
