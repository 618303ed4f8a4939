# table.awk - the table of fidelity, and whether it is as known.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -f table.awk -v verdict=FILE REPLACED WANTED KNOWN RESULTS
#
# REPLACED	pass, check: what is replaced (checks.def)
# WANTED	pass, option, files: warns.tsv, of the files that there are
# KNOWN		file, reason: known.tsv
# RESULTS	what results.awk prints
#
# The table, in Markdown, goes to the output; to VERDICT a line for all that is
# not as known, and as the last "N passed, N failed", which counts files.  Comments
# and empty lines of the inputs are skipped.

BEGIN { FS = "\t" }

/^#/ || /^$/ { next }

FILENAME == ARGV[1] {
  check[$1] = $2
  passes[++n_passes] = $1
}

FILENAME == ARGV[2] && $1 in check {
  n = split ($3, words, " ")
  if (n == 0)
    next
  option = $2 == "-" ? "(none)" : "`" $2 "`"
  options[$1] = options[$1] ($1 in warned ? ", " : "") option
  for (i = 1; i <= n; i++) {
    if (($1, words[i]) in of_pass)
      continue
    of_pass[$1, words[i]] = 1
    separator = words[i] in listed ? ", " : ""
    if (!(words[i] in listed))
      listing[++n_listed] = words[i]
    listed[words[i]] = listed[words[i]] separator $1
    warned[$1] = warned[$1] " " words[i]
  }
}

FILENAME == ARGV[3] { reason[$1] = $2 }

FILENAME == ARGV[4] {
  outcomes[$1] = $2
  lost[$1] = $3
  ran[++n_ran] = $1
}

function row (pass, names,   words, n, i, whole, sum, worse)
{
  n = split (names, words, " ")
  for (i = 1; i <= n; i++) {
    if (!(words[i] in outcomes))
      continue
    whole += lost[words[i]] == 0
    sum += outcomes[words[i]]
    worse += lost[words[i]]
  }
  printf "| `%s` | `%s` | %s | %d | %d | %d | %d |\n", pass, check[pass],
    options[pass], n, whole, sum, worse
}

function not_whole (heading, wanted,   i, file)
{
  for (i = 1; i <= n_ran; i++) {
    file = ran[i]
    if (lost[file] == 0 || (file in listed) != wanted)
      continue
    if (heading != "")
      print "\n" heading "\n\n| file | pass | outcomes lost | why |\n|---|---|---|---|"
    heading = ""
    printf "| `%s` | %s | %d of %d | %s |\n", file,
      wanted ? listed[file] : "", lost[file], outcomes[file],
      file in reason ? reason[file] : "not known"
  }
}

END {
  print "| pass | check | options | files where GCC warns | of these pass whole | outcomes | regressions |"
  print "|---|---|---|---|---|---|---|"
  for (i = 1; i <= n_passes; i++)
    if (passes[i] in warned)
      row(passes[i], warned[passes[i]])
  for (i = 1; i <= n_ran; i++)
    if (!(ran[i] in listed)) {
      others++
      other_outcomes += outcomes[ran[i]]
      other_losers += lost[ran[i]] > 0
    }
  if (others)
    printf "\nOther files: %d, with %d outcomes; %d do not pass whole.\n",
      others, other_outcomes, other_losers
  not_whole("Files in which GCC warns that do not pass whole:", 1)
  not_whole("Other files that do not pass whole:", 0)

  for (i = 1; i <= n_ran; i++) {
    file = ran[i]
    if (lost[file] == 0 && file in reason) {
      failed++
      print file ": passes, but known.tsv says why it does not" > verdict
    } else if (lost[file] == 0)
      passed++
    else if (!(file in reason)) {
      failed++
      print file ": " lost[file] " of " outcomes[file] \
	" outcomes lost, and known.tsv does not say why" > verdict
    } else
      known++
  }
  for (i = 1; i <= n_listed; i++)
    if (!(listing[i] in outcomes)) {
      failed++
      print listing[i] ": was not run" > verdict
    }
  if (known)
    print known " do not pass, as known.tsv says" > verdict
  printf "%d passed, %d failed\n", passed, failed > verdict
}
