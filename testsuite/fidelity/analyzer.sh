# analyzer.sh - GCC's tests of its analyzer, with the check memory in its place.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced, after suite.sh and suite_unpack.  The files of analyzer.tsv are
# run cold and warm, with everything verified; what counts are the outcomes "test
# for warnings" and "test for excess errors".  Nothing compares with plain GCC: it
# passes all of them.  What does not pass must be in known-analyzer.tsv, which is
# about GCC 12's testsuite: others are not judged.  Needs $here, $PLUGIN and $store.

# analyzer_judge SUM...: a table per option, and the files that do not pass, in
# analyzer.md; a test counts as good if it is in each of the sums.  What is not as
# known, and how many files pass and fail, in analyzer-verdict.
analyzer_judge ()
{
  if [ "$suite_major" = 12 ]; then
    awk -v verdict=analyzer-verdict -f "$here/analyzer.awk" \
      "$here/analyzer.tsv" "$here/known-analyzer.tsv" "$@" > analyzer.md
  else
    awk -f "$here/analyzer.awk" "$here/analyzer.tsv" /dev/null "$@" \
      > analyzer.md
    printf '%s\n' "gcc.dg/analyzer of GCC $suite_major is not judged" \
      "0 passed, 0 failed" > analyzer-verdict
  fi
}

analyzer_run ()
{
  local run argument flags=-fplugin=$PLUGIN files
  for argument in "store=$store" threads=2 verify=all replace=analyzer \
      checks=memory; do
    flags+=" -fplugin-arg-libqueries-$argument"
  done
  files=$(awk -F '\t' '!/^#/ { print $2 }' "$here/analyzer.tsv" \
	    | tr ' ' '\n' | sort -u | while read -r file; do
		[ ! -f "$suite/$file" ] || echo "$file"
	      done)
  [ -n "$files" ] || return 0
  for run in cold warm; do
    echo "fidelity: analyzer, $run" >&2
    suite_run "$suite_folder/analyzer-$run" "$flags" \
      "$(suite_drivers $files)"
  done
  analyzer_judge analyzer-cold.sum analyzer-warm.sum
}
