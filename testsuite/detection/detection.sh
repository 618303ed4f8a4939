#!/usr/bin/env bash
# detection.sh - what is found of known faults, beside what others find.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make check-detection'; long, and on demand.  Fetches suites of C files
# whose faults are known (suites.sh), lets several analyzers look at each file
# (tools.sh), and counts per suite and analyzer; doc/detection.md says how.
# The environment may narrow it down:
#
#   SUITES	which of them [all]
#   TOOLS	which analyzers; those that are not installed are left out [all]
#   WRITE	"yes": write the table into doc/detection.md, and what each of the
#		functions was found by into detection/SUITE/functions
#
# Everything lies in the build folder, in detection/.  The last line is "N passed, M
# failed", of runs: one fails if the analyzer crashed or took more than two minutes.

set -u
export LC_ALL=C
unset LANGUAGE LANG CPATH C_INCLUDE_PATH GCC_COLORS
: "${srcdir:?run by make check-detection}" "${builddir:?}" "${CC:?}" "${PLUGIN:?}"

here=$srcdir/testsuite/detection
out=$builddir/detection
. "$srcdir/testsuite/bench/fetch.sh"
. "$srcdir/testsuite/document-table.sh"
. "$here/suites.sh"
. "$here/tools.sh"

passed=0
failed=0

# look TOOL: at all files of $suite, which lie in $folder/files.
look ()
{
  local tool=$1 file status
  rm -rf "$folder/$tool"
  mkdir -p "$folder/$tool"
  : > "$folder/$tool.cpu"
  while read -r file; do
    (cd "$folder/files" && TIMEFORMAT=%U \
     && time tool_run "$tool" "$file" > "$folder/$tool/$file.said" 2>&1) \
      2>> "$folder/$tool.cpu"
    status=$?
    if [ $status -ge 124 ] \
	|| grep -q 'internal compiler error' "$folder/$tool/$file.said"; then
      echo "$suite: $tool: $file: crashed, or took too long" >&2
      failed=$((failed + 1))
    else
      passed=$((passed + 1))
    fi
    tool_lines "$tool" "$file" < "$folder/$tool/$file.said" \
      | sort -nu > "$folder/$tool/$file"
  done < "$folder/list"
}

# score TOOL: a line per function of which something is expected or said: file,
# its first line, "expected" or "quiet", "said" or "silent", and whether it was said
# at a line where it is expected.
score ()
{
  local tool=$1 file
  while read -r file; do
    awk -v file="$file" -f "$here/score.awk" "$folder/functions/$file" \
      "$folder/expected/$file" "$folder/$tool/$file"
  done < "$folder/list" > "$folder/$tool.scores"
}

# row TOOL: of the table.
row ()
{
  awk -v suite="$suite" -v tool="$(tool_title "$1")" -v files="$(wc -l < "$folder/list")" \
    -v cpu="$(awk '{ s += $1 } END { printf "%.1f", s }' "$folder/$1.cpu")" '
    $3 == "expected" { expected++ }
    $3 == "expected" && $4 == "said" { found++ }
    $3 == "expected" && $5 == "there" { there++ }
    $3 == "quiet" && $4 == "said" { extra++ }
    END {
      printf "| %s | %d | %s | %d of %d (%d %%) | %d | %d | %s |\n", suite, files,
	tool, found, expected, expected ? 100 * found / expected : 0, there, extra, cpu
    }' "$folder/$1.scores"
}

table ()
{
  echo "| suite | files | analyzer | functions found | at the very line | others warned of | user CPU, s |"
  echo "|---|---|---|---|---|---|---|"
  cat "$out"/rows
}

mkdir -p "$out"
: > "$out/rows"
for suite in ${SUITES:-$suites}; do
  folder=$out/$suite
  if ! suite_fetch "$suite" "$folder"; then
    echo "$suite: cannot be had; see $fetch_folder/$suite.log" >&2
    failed=$((failed + 1))
    continue
  fi
  for tool in ${TOOLS:-$tools}; do
    tool_is_there "$tool" || { echo "$tool is not installed" >&2; continue; }
    look "$tool"
    score "$tool"
    row "$tool" >> "$out/rows"
  done
done
table | tee "$out/table"
[ "${WRITE:-}" != yes ] || document_table "$srcdir/doc/detection.md" "$out/table"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
