#!/usr/bin/env bash
# fidelity.sh - GCC's own testsuite with and without the plugin, compared.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make check-fidelity'.  For each of GCC's passes that checks.def
# replaces, the files of GCC's testsuite in which that pass warns (warns.tsv) are run
# by plain GCC and twice with the plugin: cold, and warm with everything verified.
# Prints a table; the last line is "N passed, N failed", of files.  What does
# not pass whole must be in known.tsv, with its reason, and nothing else may.
# The environment may narrow or widen it:
#
#   PASSES	which of them, as replace= names them [all]
#   WHOLE	"yes": all of gcc.dg/dg.exp as well, with c-c++-common; slow
#   REPLACE	what replace= is told [all,-analyzer: its tests are others]
#   JOBS	processes side by side [1]
#   WRITE	"yes": write the tables into doc/fidelity.md and doc/memory.md
#   FETCH	"no": do not download the testsuite's package
#
# The files of gcc.dg/analyzer are run cold and warm with the check memory in place
# of the analyzer and have a table of their own (analyzer.sh).  What does not pass must
# be in known-analyzer.tsv, with its reason and no worse and no better than it says.
#
# Sums, logs and the regressions one by one stay in the build folder, in
# fidelity/.

set -u
export LC_ALL=C TERM=dumb
unset LANGUAGE LANG MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS GCC_EXEC_PREFIX \
  CPATH C_INCLUDE_PATH COLLECT_GCC_OPTIONS
: "${srcdir:?run by make check-fidelity}" "${builddir:?}" "${CC:?}"
: "${PLUGIN:?needs the plugin}" "${JOBS:=1}"

here=$srcdir/testsuite/fidelity
suite_folder=$builddir/fidelity
store=$suite_folder/store
. "$srcdir/testsuite/document-table.sh"
. "$here/suite.sh"
. "$here/analyzer.sh"
type "${RUNTEST:=runtest}" > /dev/null 2>&1 || suite_die "runtest is needed (Debian: dejagnu)"

# Pass and check of those that are wanted, one per line.
replaced ()
{
  sed -n 's/^CHECK ([a-z_]*, "\([^"]*\)", "\([^"]*\)",.*/\2\t\1/p' \
    "$srcdir/passes/checks.def" | awk -v wanted=" ${PASSES:-} " '
      $1 != "none" && (wanted ~ /^ *$/ || index (wanted, " " $1 " "))'
}

# Of warns.tsv, the files that this compiler's testsuite has.
present ()
{
  local pass option files file found
  while IFS=$'\t' read -r pass option files; do
    case $pass in ''|'#'*) continue ;; esac
    found=
    for file in $files; do
      [ ! -f "$suite/$file" ] || found+=${found:+ }$file
    done
    printf '%s\t%s\t%s\n' "$pass" "$option" "$found"
  done < "$here/warns.tsv"
}

# known.tsv of this compiler: FILE, REASON.
known ()
{
  awk -F '\t' -v major="$suite_major" '
    !/^#/ && NF && (" " $2 " ") ~ " " major " " { print $1 "\t" $3 }' \
    "$here/known.tsv"
}

# The files to run, one per line.
to_run ()
{
  awk -F '\t' 'FNR == NR { check[$1]; next }
    $1 in check { n = split ($3, f, " "); for (i = 1; i <= n; i++) print f[i] }' \
    "$suite_folder/replaced" "$suite_folder/wanted"
  [ -n "${PASSES:-}" ] || cut -f1 "$suite_folder/known"
}

judge_analyzer ()
{
  rm -rf "$store" analyzer.md analyzer-verdict
  analyzer_run
  [ "${WRITE:-}" != yes ] \
    || document_table "$srcdir/doc/memory.md" "$suite_folder/analyzer.md"
  cat analyzer.md
  echo
}

with_plugin=-fplugin=$PLUGIN
# What GCC has no warning for, its tests do not expect.
own=$(sed -n 's/^CHECK ([a-z_]*, "\([^"]*\)", "none",.*/-\1/p' \
	"$srcdir/passes/checks.def" | paste -sd,)
for argument in "store=$store" threads=2 verify=all "checks=$own" \
    "replace=${REPLACE:-all,-analyzer}"; do
  with_plugin+=" -fplugin-arg-libqueries-$argument"
done

suite_unpack
cd "$suite_folder" || exit 2
replaced > replaced
if [ "${PASSES:-}" = analyzer ]; then
  judge_analyzer
  awk -f "$here/verdict.awk" analyzer-verdict
  exit
fi
[ -s replaced ] || suite_die "no pass is called '${PASSES:-}'"
present > wanted
known > known
mapfile -t drivers < <(suite_drivers $(to_run | sort -u))
if [ "${WHOLE:-}" = yes ]; then
  drivers=("${drivers[@]/#dg.exp=*/dg.exp}")
fi

rm -rf "$store" regressions verdict
for run in plain cold warm; do
  echo "fidelity: $run" >&2
  flags=$with_plugin
  [ $run != plain ] || flags=
  suite_run "$suite_folder/$run" "$flags" "${drivers[@]}"
done
awk -v details=regressions -f "$here/results.awk" plain.sum cold.sum warm.sum \
  > results
awk -v verdict=verdict -f "$here/table.awk" replaced wanted known results \
  > table.md
[ "${WRITE:-}" != yes ] \
  || document_table "$srcdir/doc/fidelity.md" "$suite_folder/table.md"

cat table.md
echo
verdicts=(verdict)
case " ${PASSES:-analyzer} " in
  *' analyzer '*)
    judge_analyzer
    verdicts+=(analyzer-verdict) ;;
esac
[ ! -s regressions ] || echo "each of them: $suite_folder/regressions"
awk -f "$here/verdict.awk" "${verdicts[@]}"
