#!/usr/bin/env bash
# torture.sh - GCC's torture tests, compiled with the plugin and without.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make check-torture'.  These programs are what has once made GCC crash,
# loop or emit wrong code, so they ask whether the plugin does.  Each is compiled at
# each level plain, with all checks in the place of all passes, and the same with
# level=likely (file.sh).  The last line is "N passed, N failed", of files, for
# each compiler: one fails if a status or an object differs, if the plugin reports
# an internal error, or if it does not come to an end.  The environment may narrow
# it down:
#
#   FOLDERS	of GCC's testsuite [those below]
#   LEVELS	options; a comma stands for a space [-O0 -O2]
#   FILES	at most so many of each folder, evenly chosen [all]
#   SECONDS_CPU	after which a compilation is broken off [120]
#   JOBS	processes side by side [1]
#   FETCH	"no": do not download the testsuite's package
#
# In the build folder, in torture/: "failures", and in failed/ what they look like;
# "slow", what took over 2 s and three times as long as plain; "findings", what is
# said with the plugin at the default level and not without.

set -u
export LC_ALL=C SOURCE_DATE_EPOCH=0
unset LANGUAGE LANG MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS GCC_EXEC_PREFIX \
  CPATH C_INCLUDE_PATH COLLECT_GCC_OPTIONS
: "${srcdir:?run by make check-torture}" "${builddir:?}" "${CC:?}" "${CXX:?}"
: "${PLUGIN:?needs the plugin}" "${JOBS:=1}" "${LEVELS:=-O0 -O2}"
: "${SECONDS_CPU:=120}"
: "${FOLDERS:=gcc.c-torture/compile gcc.c-torture/execute gcc.dg/torture
  c-c++-common/torture g++.dg/torture g++.old-deja/g++.mike}"

torture=$srcdir/testsuite/torture
suite_folder=$builddir/torture
suite_parts="gcc.c-torture gcc.dg c-c++-common g++.dg/torture g++.old-deja"
. "$srcdir/testsuite/fidelity/suite.sh"

# chosen FOLDER: its files, those that are wanted.
chosen ()
{
  (cd "$suite" && find "$1" -name '*.[cC]' | sort) \
    | awk -v most="${FILES:-}" '{ file[NR] = $0 }
	END {
	  if (most == "" || most > NR)
	    most = NR
	  for (i = 0; i < most; i++)
	    print file[int (i * NR / most) + 1]
	}'
}

# A compiler and a file per line; what both languages share is for both.
jobs ()
{
  local folder
  for folder in $FOLDERS; do
    case $folder in
      c-c++-common*)
	chosen "$folder" | sed "s|^|$CC	|"
	chosen "$folder" | sed "s|^|$CXX	|" ;;
      g++*) chosen "$folder" | sed "s|^|$CXX	|" ;;
      *) chosen "$folder" | sed "s|^|$CC	|" ;;
    esac
  done
}

# facts NAME: those of this name, in the order of the jobs.
facts ()
{
  find results -type f | sort -V | xargs -r sed -n "s/^$1	//p"
}

suite_unpack
cd "$suite_folder" || exit 2
rm -rf results work failed
mkdir -p results work
jobs > jobs
export torture suite suite_folder PLUGIN LEVELS SECONDS_CPU
seq "$(wc -l < jobs)" | xargs -P "$JOBS" -n 1 bash "$torture/file.sh"
for name in failures slow findings; do
  facts $name > $name
done
rm -rf work

cat failures
sed 's/^/slow: /' slow
echo "findings beside GCC's: $(wc -l < findings), in $suite_folder/findings"
failed=$(cut -f1,2 failures | sort -u | wc -l)
echo "$(($(find results -type f | wc -l) - failed)) passed, $failed failed"
[ "$failed" = 0 ] && [ -s jobs ]
