#!/usr/bin/env bash
# test-fidelity.sh - how check-fidelity compares runs and words what it found.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Over sums and lists made by hand; GCC's testsuite is not needed.

. "$srcdir/testsuite/tap.sh"
here=$srcdir/testsuite/fidelity
cd "$scratch" || exit 99

# results: of the sums plain, cold and warm.
results ()
{
  awk -v details=details -f "$here/results.awk" plain cold warm
}

# judge: of the lists replaced, wanted and known.
judge ()
{
  results > results
  awk -v verdict=verdict -f "$here/table.awk" replaced wanted known results \
    > table
}

cat > plain <<'END'
Running target unix
PASS: gcc.dg/a.c  (test for warnings, line 3)
PASS: gcc.dg/a.c (test for excess errors)
PASS: gcc.dg/b.c (test for excess errors)
PASS: gcc.dg/b.c (test for excess errors)
XFAIL: gcc.dg/b.c  (test for bogus messages, line 9)
FAIL: c-c++-common/c.c  -Wc++-compat  (test for excess errors)
UNSUPPORTED: gcc.dg/d.c
END
cp plain cold
cp plain warm
is "$(results)" "c-c++-common/c.c	1	0
gcc.dg/a.c	2	0
gcc.dg/b.c	3	0
gcc.dg/d.c	0	0" "equal sums: no regression, and a failure of plain GCC is none"

# regression NAME FILE-AND-COUNT SCRIPT [RUN]: SCRIPT of sed spoils a run.
regression ()
{
  local name=$1 expected=$2 script=$3 run=${4:-cold}
  cp plain cold
  cp plain warm
  sed -i "$script" $run
  is "$(results | awk -F '\t' '$3 != 0 { print $1, $3 }')" "$expected" "$name"
}

regression "a test that fails" "gcc.dg/a.c 1" '/line 3/s/PASS/FAIL/'
regression "one that fails in the warm run alone" "gcc.dg/a.c 1" \
  '/line 3/s/PASS/FAIL/' warm
is "$(cat details)" \
  "warm: gcc.dg/a.c  (test for warnings, line 3): PASS -> FAIL" "it is told"
regression "one that is gone" "gcc.dg/a.c 1" '/line 3/d'
regression "one that has become unsupported" "gcc.dg/a.c 1" \
  '/line 3/s/PASS/UNSUPPORTED/'
regression "one of two of a name" "gcc.dg/b.c 1" '3{/b/b};4s/PASS/FAIL/'
regression "both of a name" "gcc.dg/b.c 2" '/b.c.*excess/s/PASS/FAIL/'
regression "what was expected to fail passes" "gcc.dg/b.c 1" 's/XFAIL/XPASS/'
regression "an expected failure that is a pass is none" "" 's/XFAIL/PASS/'
regression "what failed passes" "" 's/^FAIL/PASS/'
regression "a test that there was not, and fails" "gcc.dg/e.c 1" \
  '$aFAIL: gcc.dg/e.c (internal compiler error)'
regression "an error of runtest" "runtest 1" '$aERROR: tcl error sourcing x'

printf 'first\tcheck-one\nsecond\tcheck-two\n' > replaced
printf '# %s\n\n' "a comment" > wanted
printf '%s\t%s\t%s\n' first -Wone "gcc.dg/a.c gcc.dg/b.c" first - gcc.dg/a.c \
  second -Wtwo "gcc.dg/b.c" third -Wthree gcc.dg/gone.c >> wanted
: > known
cp plain cold
cp plain warm
judge
is "$(cat table)" "\
| pass | check | options | files where GCC warns | of these pass whole | outcomes | regressions |
|---|---|---|---|---|---|---|
| \`first\` | \`check-one\` | \`-Wone\`, (none) | 2 | 2 | 5 | 0 |
| \`second\` | \`check-two\` | \`-Wtwo\` | 1 | 1 | 3 | 0 |

Other files: 2, with 1 outcomes; 0 do not pass whole." "a table of all good"
is "$(cat verdict)" "4 passed, 0 failed" "its verdict"

sed -i '/b.c.*excess/s/PASS/FAIL/' cold
judge
is "$(sed -n 3,4p table)" "\
| \`first\` | \`check-one\` | \`-Wone\`, (none) | 2 | 1 | 5 | 2 |
| \`second\` | \`check-two\` | \`-Wtwo\` | 1 | 0 | 3 | 2 |" "a file that fails"
is "$(tail -n 1 table)" "| \`gcc.dg/b.c\` | first, second | 2 of 3 | not known |" \
  "it is named"
is "$(cat verdict)" "\
gcc.dg/b.c: 2 of 3 outcomes lost, and known.tsv does not say why
3 passed, 1 failed" "not known, it is a failure"

printf '# known\ngcc.dg/b.c\tneeds inlining\n' > known
judge
is "$(tail -n 1 table)" \
  "| \`gcc.dg/b.c\` | first, second | 2 of 3 | needs inlining |" \
  "its reason is told"
is "$(cat verdict)" "\
1 do not pass, as known.tsv says
3 passed, 0 failed" "known, it is none"

cp plain cold
judge
is "$(cat verdict)" "\
gcc.dg/b.c: passes, but known.tsv says why it does not
3 passed, 1 failed" "known, but it passes"

sed -i '/b\.c/d' plain cold warm
: > known
judge
is "$(cat verdict)" "\
gcc.dg/b.c: was not run
3 passed, 1 failed" "a file that no run has"

# The analyzer's tests.
# analyzer_case NAME VERDICT SCRIPT [RUNS]: SCRIPT of sed changes some of the runs,
# whose sums are analyzer-sum.
analyzer_case ()
{
  cp analyzer-sum cold
  cp analyzer-sum warm
  # shellcheck disable=SC2086
  sed -i "$3" ${4:-cold}
  rm -f verdict
  awk -v verdict=verdict -f "$here/analyzer.awk" analyzer known-analyzer \
    cold warm > table
  is "$(cat verdict)" "$2" "$1"
}

echo "# a comment" > analyzer
printf '%s\t%s\n' -Wone "gcc.dg/analyzer/a.c" \
  -Wtwo "gcc.dg/analyzer/a.c gcc.dg/analyzer/b.c gcc.dg/analyzer/c.c" >> analyzer
cat > analyzer-sum <<'END'
Running target unix
PASS: gcc.dg/analyzer/a.c  (test for warnings, line 3)
PASS: gcc.dg/analyzer/a.c (test for excess errors)
PASS: gcc.dg/analyzer/b.c  (test for warnings, line 1)
FAIL: gcc.dg/analyzer/b.c  (test for warnings, line 2)
XPASS: gcc.dg/analyzer/b.c  (test for warnings, line 3)
PASS: gcc.dg/analyzer/b.c (test for excess errors)
XFAIL: gcc.dg/analyzer/c.c  (test for warnings, line 7)
FAIL: gcc.dg/analyzer/c.c (test for excess errors)
END
printf '%s\n' "# known" "gcc.dg/analyzer/b.c	2	no	names" \
  "gcc.dg/analyzer/c.c	0	yes	right" > known-analyzer
analyzer_case "the analyzer's files, as known" "\
2 do not pass, as known-analyzer.tsv says
1 passed, 0 failed" ''
is "$(cat table)" "\
| option | files | whole | outcomes |
|---|---|---|---|
| \`-Wone\` | 1 | 1 | 2 of 2 (100 %) |
| \`-Wtwo\` | 3 | 1 | 5 of 8 (62 %) |
| all | 3 | 1 | 5 of 8 (62 %) |

| what does not pass | options | not found | more than GCC says | why |
|---|---|---|---|---|
| \`gcc.dg/analyzer/b.c\` | \`-Wtwo\` | 2 | no | names |
| \`gcc.dg/analyzer/c.c\` | \`-Wtwo\` | 0 | yes | right |" "their tables"
analyzer_case "a file that passed does not" "\
gcc.dg/analyzer/a.c: 1 not found, nothing more said, and known-analyzer.tsv does not say why
2 do not pass, as known-analyzer.tsv says
0 passed, 1 failed" '/a.c.*line 3/s/PASS/FAIL/' warm
is "$(sed -n 9p table)" \
  "| \`gcc.dg/analyzer/a.c\` | \`-Wone\`, \`-Wtwo\` | 1 | no | not known |" \
  "its reason is not known"
analyzer_case "one that is known misses more" "\
gcc.dg/analyzer/b.c: 3 not found, nothing more said, worse than known-analyzer.tsv says
1 do not pass, as known-analyzer.tsv says
1 passed, 1 failed" '/b.c.*line 1/s/PASS/FAIL/'
analyzer_case "one that is known says more" "\
gcc.dg/analyzer/b.c: 2 not found, more said, worse than known-analyzer.tsv says
1 do not pass, as known-analyzer.tsv says
1 passed, 1 failed" '/b.c.*excess/s/PASS/FAIL/'
analyzer_case "one that is known finds more" "\
gcc.dg/analyzer/b.c: 1 not found, nothing more said, better than known-analyzer.tsv says
1 do not pass, as known-analyzer.tsv says
1 passed, 1 failed" '/b.c.*line 2/s/FAIL/PASS/' "cold warm"
analyzer_case "one that is known finds more when cold alone" "\
2 do not pass, as known-analyzer.tsv says
1 passed, 0 failed" '/b.c.*line 2/s/FAIL/PASS/' cold
analyzer_case "one that is known passes" "\
gcc.dg/analyzer/c.c: passes, but known-analyzer.tsv says why it does not
1 do not pass, as known-analyzer.tsv says
1 passed, 1 failed" '/c.c.*excess/s/FAIL/PASS/' "cold warm"
analyzer_case "one that was not run" "\
gcc.dg/analyzer/a.c: was not run
2 do not pass, as known-analyzer.tsv says
0 passed, 1 failed" '/a\.c/d' "cold warm"
analyzer_case "one that the warm run alone lacks" "\
gcc.dg/analyzer/a.c: 1 not found, more said, and known-analyzer.tsv does not say why
2 do not pass, as known-analyzer.tsv says
0 passed, 1 failed" '/a\.c/d' warm
analyzer_case "one that the cold run alone lacks" "\
gcc.dg/analyzer/a.c: 1 not found, more said, and known-analyzer.tsv does not say why
2 do not pass, as known-analyzer.tsv says
0 passed, 1 failed" '/a\.c/d' cold

printf 'a.c: 1 lost\n3 passed, 1 failed\n' > one
printf '2 passed, 0 failed\n' > two
is "$(awk -f "$here/verdict.awk" two one; echo $?)" "\
a.c: 1 lost
5 passed, 1 failed
1" "two verdicts as one: a failure"
is "$(awk -f "$here/verdict.awk" two two; echo $?)" "\
4 passed, 0 failed
0" "two verdicts as one: none"
: > one
is "$(awk -f "$here/verdict.awk" one two; echo $?)" "\
2 passed, 0 failed
1" "a verdict that breaks off is a failure"

# The lists of the project.
is "$(awk -F '\t' '!/^#/ && NF != 3' "$here/warns.tsv" "$here/known.tsv")" "" \
  "warns.tsv and known.tsv have three columns"
is "$(awk -F '\t' '!/^#/ && (NF != 4 || $2 !~ /^[0-9]+$/ ||
			      $3 !~ /^(yes|no)$/ || $4 == "" ||
			      $2 == 0 && $3 == "no")' \
	"$here/known-analyzer.tsv")" "" \
  "known-analyzer.tsv has a count, yes or no and a reason, of what does not pass"
is "$(sed -n 's/^CHECK ([a-z_]*, "[^"]*", "\([^"]*\)",.*/\1/p' \
	"$srcdir/passes/checks.def" | grep -vxE 'none|analyzer' | sort -u \
      | while read -r pass; do
	  grep -q "^$pass	" "$here/warns.tsv" || echo "$pass"
	done)" "" "each pass that is replaced has files in warns.tsv"
finish
