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

# The lists of the project.  The analyzer's tests have a driver of their own,
# which the command does not run yet.
is "$(awk -F '\t' '!/^#/ && NF != 3' "$here/warns.tsv" "$here/known.tsv")" "" \
  "warns.tsv and known.tsv have three columns"
is "$(sed -n 's/^CHECK ([a-z_]*, "[^"]*", "\([^"]*\)",.*/\1/p' \
	"$srcdir/passes/checks.def" | grep -vxE 'none|analyzer' | sort -u \
      | while read -r pass; do
	  grep -q "^$pass	" "$here/warns.tsv" || echo "$pass"
	done)" "" "each pass that is replaced has files in warns.tsv"
finish
