# analyzer.awk - what of GCC's tests of its analyzer passes, by option and by file.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -f analyzer.awk -v verdict=FILE ANALYZER.TSV KNOWN SUM...
#
# A file counts for each option that it has.  A test that has one name several times
# is as often good as in the worst of the sums.
#
# KNOWN is known-analyzer.tsv.  To VERDICT goes a line for each file that is not as
# it says, and as the last "N passed, N failed", which counts files; without VERDICT
# nothing is judged.

BEGIN { FS = "\t" }

/^#/ && (FILENAME == ARGV[1] || FILENAME == ARGV[2]) { next }

FILENAME == ARGV[1] {
  options[++n_options] = $1
  files_of[$1] = $2
  n = split ($2, words, " ")
  for (i = 1; i <= n; i++)
    options_of[words[i]] = options_of[words[i]] \
      (options_of[words[i]] != "" ? ", " : "") "`" $1 "`"
  next
}

FILENAME == ARGV[2] {
  known_missing[$1] = $2
  known_more[$1] = $3 == "yes"
  reason[$1] = $4
  next
}

/^[A-Z]+: gcc\.dg\// {
  split ($0, words, " ")
  ran[words[2]]
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

function larger (a, b)
{
  return a > b ? a : b
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

# Whether FILE is as known.
function judge (file,   missing, more, is)
{
  missing = n_all[file] - n_good[file] - excess[file]
  more = excess[file] > 0
  is = missing " not found, " (more ? "more" : "nothing more") " said"
  if (!(file in ran))
    is = "was not run"
  else if (!(file in reason)) {
    if (!missing && !more) {
      passed++
      return
    }
    is = is ", and known-analyzer.tsv does not say why"
  } else if (!missing && !more)
    is = "passes, but known-analyzer.tsv says why it does not"
  else if (missing > known_missing[file] || more > known_more[file])
    is = is ", worse than known-analyzer.tsv says"
  else if (missing < known_missing[file] || more < known_more[file])
    is = is ", better than known-analyzer.tsv says"
  else {
    known++
    return
  }
  failed++
  print file ": " is > verdict
}

function judge_all (list,   n, words, i)
{
  n = split (list, words, " ")
  for (i = 1; i <= n; i++)
    judge(words[i])
  if (known)
    print known " do not pass, as known-analyzer.tsv says" > verdict
  printf "%d passed, %d failed\n", passed, failed > verdict
}

# The words of LIST, sorted.
function sorted (list,   n, words, i, j, swap)
{
  n = split (list, words, " ")
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && words[j] < words[j - 1]; j--) {
      swap = words[j]; words[j] = words[j - 1]; words[j - 1] = swap
    }
  list = ""
  for (i = 1; i <= n; i++)
    list = list " " words[i]
  return list
}

# Into N_GOOD, N_ALL and EXCESS, by file, and EVERY, which has the files.
function count_outcomes (   name, file, g, a, i)
{
  for (name in file_of) {
    g = good[ARGV[3], name] + 0
    a = all[ARGV[3], name] + 0
    for (i = 4; i < ARGC; i++) {
      g = smaller(g, good[ARGV[i], name] + 0)
      a = larger(a, all[ARGV[i], name] + 0)
    }
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
}

function failing_row (file)
{
  printf "| `%s` | %s | %d | %s | %s |\n", file, options_of[file],
    n_all[file] - n_good[file] - excess[file], excess[file] ? "yes" : "no",
    file in reason ? reason[file] : "not known"
}

END {
  count_outcomes()
  print "| option | files | whole | outcomes |"
  print "|---|---|---|---|"
  for (i = 1; i <= n_options; i++)
    row("`" options[i] "`", files_of[options[i]])
  row("all", every)
  print ""
  print "| what does not pass | options | not found | more than GCC says | why |"
  print "|---|---|---|---|---|"
  n = split (sorted(every), words, " ")
  for (i = 1; i <= n; i++)
    if (n_good[words[i]] < n_all[words[i]])
      failing_row(words[i])
  if (verdict == "")
    exit
  for (file in options_of)
    if (!(file in seen))
      every = every " " file
  for (file in reason)
    if (!(file in seen) && !(file in options_of))
      every = every " " file
  judge_all(sorted(every))
}
