# suites.sh - C files with faults that are known.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced after bench/fetch.sh; needs $here, the folder of this file, and
# $CC.  suite_fetch SUITE FOLDER leaves in FOLDER
#
#   files/	the suite's C files that compile here, and what they include
#   list	their names, a line each
#   expected/FILE	lines where a fault of memory is expected, and "LINE other"
#		where one of another kind is
#   functions/FILE	first and last line of each function
#
# memcheck are the tests of valgrind's memcheck, faults of which the program that is
# run tells; clang are the tests of clang's analyzer, faults that were written
# for a static analyzer to find.

suites="memcheck clang"

# unpack PACKAGE FOLDER PATTERN...: of its sources what matches.
suite_unpack ()
{
  local package=$1 folder=$2 archive
  shift 2
  mkdir -p "$fetch_folder" "$folder"
  {
    fetch_update && (cd "$fetch_folder" \
      && fetch_apt source --download-only "$package")
  } > "$fetch_folder/$suite.log" 2>&1 || return
  archive=$(ls "$fetch_folder/${package}"_*.orig.tar.* | grep -v '\.asc$' | head -1)
  tar -C "$folder" --strip-components=1 --wildcards -xf "$archive" "$@"
}

suite_fetch ()
{
  local suite=$1 folder=$2 file
  [ ! -f "$folder/done" ] || return 0
  rm -rf "$folder"
  mkdir -p "$folder/files" "$folder/expected" "$folder/functions"
  case $suite in
    memcheck)
      suite_unpack valgrind "$folder/sources" '*/memcheck/tests/*' \
	'*/memcheck/*.h' '*/include/*.h' '*/tests/*.h' || return
      cp "$folder"/sources/memcheck/tests/*.[ch] "$folder/files" ;;
    clang)
      suite_unpack llvm-toolchain-14 "$folder/sources" '*/clang/test/Analysis/*' \
	|| return
      cp -r "$folder"/sources/clang/test/Analysis/*.[ch] \
	"$folder/sources/clang/test/Analysis/Inputs" "$folder/files" ;;
  esac
  for file in $(cd "$folder/files" && ls -- *.c); do
    suite_expected "$suite" "$folder" "$file" > "$folder/expected/$file" || continue
    grep -qv other "$folder/expected/$file" || continue
    (cd "$folder/files" && tool_run compile "$file" > "$folder/said" 2>&1) || continue
    awk -f "$here/functions.awk" "$folder/files/$file" > "$folder/functions/$file"
    echo "$file"
  done > "$folder/list"
  touch "$folder/done"
}

# suite_options SUITE: that its files need.
suite_options ()
{
  case $1 in
    memcheck) echo "-I../sources/memcheck -I../sources/include -I../sources" ;;
    clang) echo "-std=gnu99" ;;
  esac
}

# suite_expected SUITE FOLDER FILE
suite_expected ()
{
  case $1 in
    memcheck)
      [ -f "$2/sources/memcheck/tests/${3%.c}.stderr.exp" ] || return
      awk -v file="$3" -f "$here/expected-memcheck.awk" \
	"$2/sources/memcheck/tests/${3%.c}.stderr.exp" | sort -nu ;;
    clang) awk -f "$here/expected-clang.awk" "$2/files/$3" | sort -nu ;;
  esac
}
