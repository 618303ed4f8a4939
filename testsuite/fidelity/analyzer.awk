# analyzer.awk - what of GCC's tests of its analyzer passes, by option and by file.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -f analyzer.awk ANALYZER.TSV SUM...
#
# A file counts for each option that it has.  A test that has one name several times
# is as often good as in the worst of the sums.

BEGIN { FS = "\t" }

/^#/ && FILENAME == ARGV[1] { next }

FILENAME == ARGV[1] {
  options[++n_options] = $1
  files_of[$1] = $2
  n = split ($2, words, " ")
  for (i = 1; i <= n; i++)
    options_of[words[i]] = options_of[words[i]] \
      (options_of[words[i]] != "" ? ", " : "") "`" $1 "`"
  next
}

/^(PASS|FAIL|XPASS|XFAIL): .*(test for warnings|test for excess errors)/ {
  split ($0, words, " ")
  name = substr ($0, length (words[1]) + 2)
  file_of[name] = words[2]
  if (words[1] == "PASS:" || words[1] == "XFAIL:")
    good[FILENAME, name]++
  all[FILENAME, name]++
}

function smaller (a, b)
{
  return a < b ? a : b
}

function row (text, list,   n, words, i, whole, ran, g, a)
{
  n = split (list, words, " ")
  for (i = 1; i <= n; i++)
    if (words[i] in n_all) {
      ran++
      whole += n_good[words[i]] == n_all[words[i]]
      g += n_good[words[i]]
      a += n_all[words[i]]
    }
  if (ran)
    printf "| %s | %d | %d | %d of %d (%d %%) |\n", text, ran, whole, g, a,
	   int (100 * g / a)
}

END {
  for (name in file_of) {
    g = good[ARGV[2], name] + 0
    a = all[ARGV[2], name] + 0
    for (i = 3; i < ARGC; i++)
      g = smaller(g, good[ARGV[i], name] + 0)
    file = file_of[name]
    n_good[file] += g
    n_all[file] += a
    if (name ~ /excess errors/)
      excess[file] += a - g
    if (!(file in seen)) {
      seen[file]
      every = every " " file
    }
  }
  print "| option | files | whole | outcomes |"
  print "|---|---|---|---|"
  for (i = 1; i <= n_options; i++)
    row("`" options[i] "`", files_of[options[i]])
  row("all", every)
  print ""
  print "| what does not pass | options | not found | more than GCC says |"
  print "|---|---|---|---|"
  n = split (every, words, " ")
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && words[j] < words[j - 1]; j--) {
      swap = words[j]; words[j] = words[j - 1]; words[j - 1] = swap
    }
  for (i = 1; i <= n; i++) {
    file = words[i]
    if (n_good[file] < n_all[file])
      printf "| `%s` | %s | %d | %s |\n", file, options_of[file],
	     n_all[file] - n_good[file] - excess[file],
	     excess[file] ? "yes" : "no"
  }
}
