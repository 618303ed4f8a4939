#!/usr/bin/env bash
# bench.sh - measures what doc/ARCHITECTURE.md promises.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make bench'.  Prints a table and appends it as one JSON object to
# bench.json in the build folder.  Ratios are medians over paired runs, plugin
# by plain compiler in turns (paired.c).  The environment may narrow it down:
#
#   BENCH_PROJECTS	zlib, lua5.4, sqlite3 [all]
#   BENCH_ROUNDS	pairs per figure [9, sqlite3: 3]
#   BENCH_PEERS		"no": leave -fanalyzer out

set -u
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS
: "${srcdir:?run by make bench}" "${builddir:?}" "${PLUGIN:?}" "${CC:?}"
. "$srcdir/testsuite/bench/fetch.sh"
. "$srcdir/testsuite/bench/store.sh"

out=$builddir/bench/out
store=$out/store
paired=$builddir/testsuite/bench/paired
rows=
rm -rf "$out"
mkdir -p "$out"

# row FIGURE PROJECT VALUE BOUND: one line of the table.  BOUND is what is
# promised, in words, or nothing.
row ()
{
  printf '%-48s %-8s %14s   %s\n' "$1" "$2" "$3" "$4"
  rows+=${rows:+, }$(printf '{"figure": "%s", "project": "%s", "value": "%s", "promise": "%s"}' "$@")
}

# field NAME FILE: NAME=VALUE of a line that paired printed.
field ()
{
  grep -o "\b$1=[^ ]*" "$2" | cut -d= -f2
}

# number NAME FILE: the unit's sum of NAME over the JSON lines of FILE: the
# first of that name in each.
number ()
{
  awk -v name="\"$1\": *" '{
      if (match ($0, name "[0-9.eE+-]+")) {
	value = substr ($0, RSTART, RLENGTH)
	sub (/.*: */, "", value)
	sum += value
      }
    } END { printf "%.6g\n", sum }' "$2"
}

calculate ()
{
  awk "BEGIN { printf \"$1\", $2 }"
}

# script NAME FLAGS FOLDER: a script that compiles all files of the project in
# FOLDER, one after the other; findings go to NAME.err.
script ()
{
  local name=$1 flags=$2 folder=$3 file
  {
    echo "cd '$folder' || exit 1"
    echo "exec 2> '$out/$name.err'"
    for file in $files; do
      echo "$CC -O2 -Wall $project_flags $flags -c $file -o /dev/null || exit 1"
    done
  } > "$out/$name.sh"
}

# with ARGUMENT...: the flags that load the plugin.
with ()
{
  printf '%s' "-fplugin=$PLUGIN -fplugin-arg-libqueries-store=$store"
  printf ' %s' "${@/#/-fplugin-arg-libqueries-}"
}

# pair NAME ROUNDS OPTION... -- A B; false if a command failed.
pair ()
{
  local name=$1 rounds=$2
  shift 2
  "$paired" -n "$rounds" "$@" > "$out/$name.pair" 2> "$out/$name.log"
}

# once NAME FOLDER: one run that writes statistics to NAME.json.
once ()
{
  rm -f "$out/$1.json"
  script "$1" "$(with threads=1 stats="$out/$1.json")" "$2"
  sh "$out/$1.sh"
}

# Where findings in the compiled files are, DOWN lines lower.
findings ()
{
  local name=$1 down=$2
  grep -E '^[^ :]+\.c:[0-9]+:[0-9]+: warning' "$out/$name.err" \
    | awk -F: -v OFS=: -v down="$down" '{ $2 += down; print }'
}

measure_times ()
{
  local project=$1 rounds=$2 original=$fetch_folder/$1
  script plain "" "$original"
  script one "$(with threads=1)" "$original"
  script two "$(with threads=2)" "$original"

  pair cold2 "$rounds" -b "rm -rf '$store'" \
    "sh '$out/plain.sh'" "sh '$out/two.sh'" \
    && row "cold, 2 threads: wall time by plain" "$project" \
	   "$(field wall_ratio "$out/cold2.pair")" "<= 1.03 (free second core)" \
    && row "cold, 2 threads: memory by plain" "$project" \
	   "$(calculate %.3f "$(field memory_b "$out/cold2.pair") / $(field memory_a "$out/cold2.pair")")" ""
  pair cold1 "$rounds" -p 0 -b "rm -rf '$store'" \
    "sh '$out/plain.sh'" "sh '$out/one.sh'" \
    && row "cold, one core: CPU by plain" "$project" \
	   "$(field cpu_ratio "$out/cold1.pair")" "<= 1.15"
  # The store is full now.
  pair warm "$rounds" -p 0 "sh '$out/plain.sh'" "sh '$out/one.sh'" \
    && row "nothing changed: CPU by plain" "$project" \
	   "$(field cpu_ratio "$out/warm.pair")" "<= 1.01"
}

measure_edits ()
{
  local project=$1 folder=$out/$1 file capture
  cp -r "$fetch_folder/$project" "$folder"
  # A finding to be moved, for good code has none.
  printf '\nint\nplanted (void)\n{\n  int x;\n  return x;\n}\n' \
    >> "$folder/$edit_file"
  rm -rf "$store"
  once cold "$folder"
  row "functions, statements" "$project" \
    "$(number functions "$out/cold.json"), $(number statements "$out/cold.json")" ""
  capture=$(number capture_seconds "$out/cold.json")
  row "capture by plain CPU" "$project" \
    "$(calculate %.2f%% "100 * $capture / $(field cpu_a "$out/cold1.pair")")" \
    "<= 0.5 %"
  row "cold: queries executed" "$project" \
    "$(number executed "$out/cold.json")" ""
  row "cold: gave up" "$project" "$(number gave_up "$out/cold.json")" ""
  once warm "$folder"
  row "nothing changed: queries executed" "$project" \
    "$(number executed "$out/warm.json")" "0"
  row "warm: store, bytes read" "$project" \
    "$(number bytes_in "$out/warm.json")" ""

  for file in $files; do
    sed -i '1i /* A comment.  */' "$folder/$file"
  done
  once comment "$folder"
  row "a comment on top: queries executed" "$project" \
    "$(number executed "$out/comment.json")" "0"
  if [ -n "$(findings cold 1)" ] \
     && [ "$(findings cold 1)" = "$(findings comment 0)" ]; then
    row "a comment on top: findings" "$project" \
      "$(findings cold 1 | wc -l) moved" "at the new lines"
  else
    row "a comment on top: findings" "$project" "WRONG" "at the new lines"
  fi

  sed -i "$edit" "$folder/$edit_file"
  once edited "$folder"
  row "one body edited: queries executed" "$project" \
    "$(number executed "$out/edited.json")" "those whose inputs changed"
}

measure_peers ()
{
  local project=$1
  script analyzer "-fanalyzer" "$fetch_folder/$project"
  if pair analyzer 1 "sh '$out/plain.sh'" \
       "ulimit -v 8388608; timeout 60 sh '$out/analyzer.sh'"; then
    row "gcc -fanalyzer: wall time by plain" "$project" \
      "$(field wall_ratio "$out/analyzer.pair")" ""
  else
    row "gcc -fanalyzer: wall time by plain" "$project" "no end" \
      "(60 s, 8 GiB)"
  fi
}

# What is compiled of a project, and an edit of one of its bodies.
choose ()
{
  files=$(fetch_files "$1")
  project_flags=$(fetch_flags "$1")
  case $1 in
    zlib)
      edit_file=adler32.c
      edit='0,/return adler | (sum2 << 16);/s//return adler | (sum2 << 15);/' ;;
    lua5.4)
      edit_file=src/lstring.c
      edit='0,/^  return h;/s//  return h + 1;/' ;;
    sqlite3)
      edit_file=sqlite3.c
      edit='0,/return 0x3fffffff & (int)strlen/s//return 0x1fffffff \& (int)strlen/' ;;
  esac
}

measure_loading ()
{
  : > "$out/empty.c"
  project_flags=
  files=empty.c
  script empty "" "$out"
  script loaded "$(with threads=1)" "$out"
  pair loading 40 "sh '$out/empty.sh'" "sh '$out/loaded.sh'" \
    && row "loading: wall time of an empty file" "-" \
	   "$(calculate "%.2f ms" "1000 * ($(field wall_b "$out/loading.pair") - $(field wall_a "$out/loading.pair"))")" \
	   "<= 1 ms"
}

echo "$("$CC" --version | head -1); $(nproc) cores; $(cat /proc/loadavg | cut -d' ' -f1) load"
printf '%-48s %-8s %14s   %s\n' figure project value promise
measure_loading
measure_small_unit
for project in ${BENCH_PROJECTS:-$fetch_projects}; do
  if ! fetch $project; then
    row "not measured: no sources" $project - ""
    continue
  fi
  rounds=9
  [ $project != sqlite3 ] || rounds=3
  choose $project
  measure_times $project "${BENCH_ROUNDS:-$rounds}"
  measure_edits $project
  measure_servers $project "${BENCH_ROUNDS:-$rounds}"
  [ "${BENCH_PEERS:-}" = no ] || measure_peers $project
done

{
  "$builddir/testsuite/bench/bench-engine"
  "$builddir/testsuite/bench/bench-body"
} > "$out/engine" 2>&1
echo
cat "$out/engine"

printf '{"date": "%s", "compiler": "%s", "cores": %d, "rows": [%s], "engine": [%s]}\n' \
  "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$("$CC" -dumpfullversion)" "$(nproc)" \
  "$rows" "$(sed 's/.*/"&"/' "$out/engine" | paste -sd,)" \
  >> "$builddir/bench.json"
