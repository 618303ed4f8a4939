# results.awk - what became of each test file, by runtest's sums.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -f results.awk PLAIN.sum OTHER.sum...
#
# One line per test file, sorted: FILE, outcomes of PLAIN, regressions; between
# them tabs.  A regression is a test that is good less often in another run than
# in PLAIN, or bad more often; its worst run counts.  A file has several outcomes, and
# some of one name.  With -v details=FILE the regressions are told in that file.

BEGIN {
  OFS = "\t"
  runs = ARGC - 1
  for (r = 1; r <= runs; r++)
    number[ARGV[r]] = r
}

FNR == 1 { run = number[FILENAME] }

match ($0, /^(PASS|FAIL|XPASS|XFAIL|KPASS|KFAIL|UNRESOLVED|UNSUPPORTED|UNTESTED|ERROR): /) {
  result = substr ($0, 1, RLENGTH - 2)
  name = substr ($0, RLENGTH + 1)
  # An error of runtest itself is about no file.
  if (result == "ERROR")
    name = "runtest " name
  if (!(name in seen)) {
    seen[name] = 1
    names[++n_names] = name
  }
  split (name, words, " ")
  files[words[1]] = 1
  if (result ~ /^(PASS|XFAIL|KFAIL)$/)
    good[run, name]++
  else if (result !~ /^UN(SUPPORTED|TESTED)$/)
    bad[run, name]++
  was[run, name] = was[run, name] " " result
}

function lost (r, name,   less, more)
{
  less = good[1, name] - good[r, name]
  more = bad[r, name] - bad[1, name]
  return less > more ? less : more
}

END {
  for (i = 1; i <= n_names; i++) {
    name = names[i]
    split (name, words, " ")
    file = words[1]
    outcomes[file] += good[1, name] + bad[1, name]
    worst = 0
    for (r = 2; r <= runs; r++)
      if (lost(r, name) > 0) {
	if (lost(r, name) > worst)
	  worst = lost(r, name)
	if (details != "")
	  print ARGV[r] ": " name ":" was[1, name] " ->" was[r, name] \
	    > details
      }
    regressions[file] += worst
  }
  for (file in files)
    print file, outcomes[file] + 0, regressions[file] + 0 | "sort"
}
