#!/usr/bin/env bash
# test-projects.sh - how check-projects reads, compares and records.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# On what GCC says about a few lines, and results made by hand; other projects'
# sources are not needed.

. "$srcdir/testsuite/tap.sh"
here=$srcdir/testsuite/projects
cd "$scratch" || exit 99
tab=$(printf '\t')

# The compiler that records.
mkdir -p tree/lib tree/include records
echo 'int g (void);' > tree/include/g.h
cat > tree/lib/a.c <<'END'
#include "g.h"
#ifdef NAMED
static inline __attribute__ ((always_inline)) int
inlined (int n)
{
  int x;
  if (n)
    x = g ();
  return x;
}
int f (int n) { return inlined (n); }
int h (void) { int y; return y; }
#endif
static int unused;
END
(cd tree/lib \
 && RECORD_CC=$CC RECORD_FOLDER=$scratch/records bash "$here/record-cc.sh" -g \
      -O3 -W -Wall -MD -MF a.d -I ../include '-DNAMED="a b"' -fPIC -c a.c -o a.o)
ok $? "the compiler that records compiles"
is "$(cat records/*)" "$scratch/tree/lib${tab}a.c${tab}'-I' '../include' '-DNAMED=\"a b\"' '-fPIC'" \
  "it notes what is compiled, not how"
rm -f records/*
(cd tree/lib \
 && RECORD_CC=$CC RECORD_FOLDER=$scratch/records \
      bash "$here/record-cc.sh" --version > /dev/null)
ok $? "it can be asked for its version"
is "$(ls records)" "" "and notes nothing then"
(cd tree/lib \
 && RECORD_CC=false RECORD_EMPTY=yes RECORD_FOLDER=$scratch/records \
      bash "$here/record-cc.sh" -c a.c -o empty.o)
ok $? "a build that needs no objects runs no compiler"
is "$(wc -c < tree/lib/empty.o) $(cut -f2 records/*)" "0 a.c" \
  "it has an empty object, and what it would be made of is noted"
rm -f records/*

# Compiling a unit.  This compiler writes down that it was called.
cat > cc <<'END'
#!/bin/sh
echo "$@" >> calls
[ ! -f ../broken-off ] \
  || { echo 'gcc: fatal error: Killed signal terminated program cc1' >&2; exit 1; }
echo "a.c:1:1: warning: said [-Wx]" >&2
[ ! -f ../internal ] || echo "libqueries: internal error: of a query" >&2
END
chmod +x cc
mkdir -p project/tree project/results
printf '.\ta.c\t\n' > project/units
: > project/tree/a.c
unit ()
{
  rm -f project/tree/calls
  folder=$scratch/project CC=$scratch/cc WARNINGS=-Wall here=$here plugin=-p \
    LEVELS="-O0 -O2" kept_plain=$scratch/project/kept/plain \
    kept_ours=$scratch/project/kept/ours bash "$here/unit.sh" 1
  cat project/tree/calls 2> /dev/null | wc -l
}
: > project/broken-off
is "$(unit)" 4 "each level is compiled twice"
rm project/broken-off
is "$(unit)" 4 "what was broken off is compiled again"
sort project/results/1 | grep -v ^cpu > once
is "$(unit)" 0 "what is known is not"
is "$(sort project/results/1 | grep -v ^cpu | diff - once; cut -f2- once)" "\
-O0${tab}ours${tab}a.c${tab}-${tab}-Wx${tab}said
-O0${tab}plain${tab}a.c${tab}-${tab}-Wx${tab}said
-O2${tab}ours${tab}a.c${tab}-${tab}-Wx${tab}said
-O2${tab}plain${tab}a.c${tab}-${tab}-Wx${tab}said
0" "and the results are the same"
rm -rf project/kept
: > project/internal
unit > /dev/null
is "$(grep ^crash project/results/1)" "\
crash${tab}-O0${tab}plain${tab}./a.c
crash${tab}-O0${tab}ours${tab}./a.c
crash${tab}-O2${tab}plain${tab}./a.c
crash${tab}-O2${tab}ours${tab}./a.c" "an internal error of a query is a crash"

# What GCC says.
(cd tree/lib && $CC -O2 -Wall -I../include -DNAMED -fdiagnostics-plain-output -c a.c \
   -o a.o 2> "$scratch/said")
awk -v tree="$scratch/tree" -v where=lib -v prefix=x -f "$here/findings.awk" said \
  | sort > found
is "$(cut -f2-4 found | grep -v unused)" "\
lib/a.c${tab}f${tab}-Wmaybe-uninitialized
lib/a.c${tab}h${tab}-Wuninitialized" \
  "findings have file, function, option"
grep -q "unused' defined but not used$" found
ok $? "a message is without its option"
cat > said <<'END'
In file included from a.c:1:
../include/./g.h: In function 'k':
../include/./g.h:2:3: warning: ignored [-Wunused-result]
../include/./g.h:9:3: warning: ignored [-Wunused-result]
../include/./g.h:2:3: note: declared here
In function 'small',
    inlined from 'large' at a.c:8:24:
../include/./g.h:5:3: warning: inlined [-Wnonnull]
/usr/include/stdio.h: At top level:
/usr/include/stdio.h:2:3: error: wrong [-Werror=return-type]
a.c:2: warning: no column
END
is "$(awk -v tree=/t -v where=lib -v prefix=x -f "$here/findings.awk" said)" "\
x${tab}include/g.h${tab}k${tab}-Wunused-result${tab}ignored
x${tab}include/g.h${tab}small${tab}-Wnonnull${tab}inlined
x${tab}/usr/include/stdio.h${tab}-${tab}error${tab}wrong
x${tab}lib/a.c${tab}-${tab}-${tab}no column" \
  "paths are shortened, notes left out, and each is told once"

# Comparing.
finding ()
{
  printf 'finding\t%s\t%s\ta.c\t%s\t%s\tM\n' "$@"
}
{
  printf 'lines\t100\ncpu\t-O0\tplain\t1.0\ncpu\t-O0\tours\t1.5\n'
  for level in -O0 -O2; do
    finding $level plain same -Wours
    finding $level ours same -Wours
    finding $level ours more -Wours
    finding $level plain less -Wours
    finding $level plain comes -Wours
  done
  finding -O2 ours comes -Wours
  finding -O2 plain other -Wother
  finding -O2 ours other -Wother
  printf 'finding\t-O2\tours\ta.c\tnamed\t-\tM [libqueries:x]\n'
  printf 'differs\t-O2\tobject\tlib/a.c\n'
} > results
echo -Wours > options
{
  echo "# a comment"
  printf 'p\ta.c\tmore\t-Wours\tM\ttrue\tseen\n'
  printf 'q\ta.c\tless\t-Wours\tM\ttrue\tof another project\n'
  printf 'p\ta.c\tgone\t-Wours\tM\tfalse\twas there\n'
} > classified
awk -v project=p -v levels="-O0 -O2" -v summary=summary -f "$here/compare.awk" \
  options classified results > compared 2> told
is "$(cut -f1,3,6- compared)" "\
levels${tab}comes${tab}all${tab}-O2${tab}not classified${tab}
ours${tab}more${tab}none${tab}all${tab}true${tab}seen
ours${tab}named${tab}none${tab}-O2${tab}not classified${tab}
plain${tab}less${tab}all${tab}none${tab}not classified${tab}" \
  "what only one gives, and what comes and goes"
is "$(cat told)" "\
object differs at -O2: lib/a.c
no longer: a.c${tab}gone${tab}-Wours${tab}M" "what is told beside it"
is "$(awk -F '\t' '$2 != 0 && $1 != "levels" { print $1 "=" $2 }' summary | tr '\n' ' ')" \
  "units=1 lines=100 both=3 by level=2 ours=2 ours true=1 ours not classified=1 plain=1 plain not classified=1 not classified=3 differing object=1 cpu -O0=1.0 " \
  "counts"

# What is written of memory.
mkdir -p out/p copy/doc copy/passes
printf 'units\t1\nlines\t100\nlevels\t-O1\n' > out/p/summary
{
  printf 'ours\ta.c\tf\t-Wanalyzer-malloc-leak\tleak | of\tnone\tall\tfalse\tno\n'
  printf 'ours\ta.c\tg\t-\tclosed [CWE-1] [libqueries:double-close]\tnone\tall\ttrue\tyes\n'
  printf 'ours\ta.c\tg\t-\tdead [libqueries:dead-result]\tnone\tall\ttrue\tyes\n'
  printf 'ours\ta.c\tg\t-Wuninitialized\tunset\tnone\tall\tfalse\tno\n'
} > out/p/compared
cp "$srcdir/passes/checks.def" copy/passes
printf 'Before.\n<!-- findings: here -->\nold\n<!-- end of the findings -->\nBehind.\n' \
  > copy/doc/findings-memory.md
srcdir=$scratch/copy bash "$here/document-memory.sh" "$scratch/out" "p q"
is "$(cat copy/doc/findings-memory.md)" "\
Before.
<!-- findings: here -->
| project | units | lines | levels | true | false | open | lines for each that is false |
|---|---|---|---|---|---|---|---|
| p | 1 | 100 | -O1 | 1 | 1 | 0 | 100 |
| q | not compiled | | | | | | |

| project | file, function | finding | verdict | why |
|---|---|---|---|---|
| p | \`a.c\`, \`f\` | leak \\| of \`-Wanalyzer-malloc-leak\` | false | no |
| p | \`a.c\`, \`g\` | closed [CWE-1] [libqueries:double-close] | true | yes |
<!-- end of the findings -->
Behind." "the document on memory has what is of memory"

# The project's own lists.
for list in classified.tsv classified-memory.tsv; do
  is "$(awk -F '\t' '!/^#/ && (NF != 7 || $6 !~ /^(true|false)$/)' \
	  "$here/$list")" "" "$list has a verdict in each line"
done
finish
