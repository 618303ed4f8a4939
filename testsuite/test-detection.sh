#!/usr/bin/env bash
# test-detection.sh - how check-detection reads what is expected, and counts.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# On a few lines; other projects' sources and tools are not needed.

. "$srcdir/testsuite/tap.sh"
here=$srcdir/testsuite/detection
cd "$scratch" || exit 99

cat > a.c <<'END'
/* A comment with { in it
   and more { */
struct s { int a; };
int table[] = { 1,
  2 };
int f (int n)
{
  if (n) {
    return '{';
  }
  return 0; // }
}
static void g (void) { f (1); }
int
k (int n,
   int m)
{
  return n + m;
}
END
is "$(awk -f "$here/functions.awk" a.c | tr '\n' ',')" "6 12,13 13,15 19," \
  "functions begin and end at their braces"

cat > a.stderr.exp <<'END'
Invalid read of size 4
   at 0x........: f (a.c:8)
   by 0x........: main (a.c:30)
 Address 0x........ is 0 bytes inside a block of size 4 free'd
   at 0x........: free (vg_replace_malloc.c:...)
   by 0x........: k (a.c:18)

Syscall param write(buf) points to uninitialised byte(s)
   ...
   by 0x........: g (a.c:13)

8 bytes in 1 blocks are definitely lost in loss record ... of ...
   at 0x........: malloc (vg_replace_malloc.c:...)
   by 0x........: main (a.c:25)

4 bytes in 1 blocks are still reachable in loss record ... of ...
   at 0x........: main (a.c:26)
END
is "$(awk -v file=a.c -f "$here/expected-memcheck.awk" a.stderr.exp | tr '\n' ',')" \
  "8,13,25," "memcheck: the innermost frame in the file of each error"

cat > b.c <<'END'
free (p); // expected-warning{{Attempt to free released memory}}
// expected-warning@-1{{Potential leak of memory}}
// expected-warning@+1 2 {{This lock has already been acquired}}
x (); y (); // expected-warning{{TRUE}} expected-note{{leak}}
a = *p; /* expected-warning{{Dereference of null pointer}} expected-warning{{never executed}} */
END
is "$(awk -f "$here/expected-clang.awk" b.c | tr '\n' ',')" \
  "1,1,4 other,5,5 other," "clang: comments, and what is not of memory"

printf '1 5\n7 9\n11 20\n22 25\n' > functions
printf '3\n12 other\n23\n' > expected
printf '3\n8\n9\n13\n24\n30\n' > said
is "$(awk -v file=f -f "$here/score.awk" functions expected said)" "\
f 1 expected said there
f 7 quiet said -
f 11 other said -
f 22 expected said -
f 30 quiet said -" "a function counts once"

# Of what is said, what is of memory.
suite=clang
folder=$scratch
. "$here/suites.sh"
. "$here/tools.sh"
cat > said <<'END'
b.c:3:1: warning: leak of 'p' [CWE-401] [-Wanalyzer-malloc-leak]
b.c:4:1: warning: unused variable 'x' [-Wunused-variable]
b.c:5:1: warning: closed twice [CWE-1341] [libqueries:double-close]
b.c:6:1: note: (1) freed here
b.c:12:9: warning: use of NULL where non-null expected [-Wanalyzer-null-argument]
b.c:11:5: note: in definition of macro 'call'
b.c:13:3: note: in expansion of macro 'put'
other.h:7:1: warning: leak of 'p' [CWE-401] [-Wanalyzer-malloc-leak]
b.c:8:1: warning: Dereference of null pointer [core.NullDereference]
b.c:9:1: warning: never read [deadcode.DeadStores]
b.c:10:memleak
b.c:11:unusedVariable
END
is "$(for tool in $tools; do tool_lines $tool b.c < said | tr '\n' ','; echo; done)" \
  "3,5,13,
3,5,13,
8,
10," "each analyzer's warnings of memory, in the file"
finish
