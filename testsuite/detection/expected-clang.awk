# expected-clang.awk - where a test of clang's analyzer expects warnings.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# "LINE" of a fault of memory, "LINE other" of one of another kind.  Expected at
# another line is "expected-warning@+2", several times "expected-warning 2".
# What is printed for a look into the analyzer is none.

function kind (text)
{
  if (text ~ /^ *(TRUE|FALSE|UNKNOWN|REACHABLE|\$|reg_|[0-9]+ [SU][0-9]+b)/)
    return ""
  if (text ~ /[Tt]aint|[Uu]ntrusted|lock|overflow$|cast|Cast|chroot|sizeof|size/ \
      && text !~ /[Ll]eak|freed|bound|overflows the destination/)
    return " other"
  if (text ~ /[Nn]ull pointer|NULL|[Ll]eak|released|freed|[Dd]ouble free|non-heap|[Uu]ninitialized|[Gg]arbage|[Dd]ivision by zero|[Oo]ut.of.bound|overflows the destination|stack memory|never closed|already closed|not owned|deallocat|mismatch/)
    return ""
  return " other"
}

{
  rest = $0
  while (match (rest, /expected-warning(@[-+0-9]+)? *[0-9]*[+*]? *{{[^}]*}}/)) {
    found = substr (rest, RSTART, RLENGTH)
    rest = substr (rest, RSTART + RLENGTH)
    line = NR
    if (match (found, /@[-+0-9]+/)) {
      offset = substr (found, RSTART + 1, RLENGTH - 1)
      line = offset ~ /^[-+]/ ? NR + offset : offset + 0
    }
    text = found
    sub (/^[^{]*{{/, "", text)
    sub (/}}$/, "", text)
    if (text ~ /^ *(TRUE|FALSE|UNKNOWN|REACHABLE|SYMBOL|\$|reg_|[0-9]+ [SU][0-9]+b)/)
      continue
    print line kind(text)
  }
}
