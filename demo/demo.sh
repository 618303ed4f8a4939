#!/usr/bin/env bash
# demo.sh - what the plugin does for a small project, and that it does it.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Run by `make demo' and, with QUIET=1, by `make check'.  Builds a copy of the
# demo four times into one new store and compares what comes out.  Ends with
# status 1, and says why, if anything is not as promised.

set -u
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS
: "${srcdir:?run by make demo}" "${builddir:?}" "${PLUGIN:?}" "${CC:?}"

out=${OUT:-$builddir/demo/out}
store=$out/store
failed=0

say ()
{
  [ -n "${QUIET:-}" ] || printf '%s\n' "$*"
}

fail ()
{
  printf 'demo: NOT AS PROMISED: %s\n' "$*" >&2
  failed=1
}

# build STEP: compile all files; $out/STEP.err is what the compiler said,
# $out/STEP.findings the warnings in it.
build ()
{
  local step=$1
  rm -f "$out"/source/*.o
  (cd "$out/source" \
   && "${MAKE:-make}" -s objects CC="$CC" PLUGIN="$PLUGIN" \
      PLUGIN_FLAGS="-fplugin-arg-libqueries-store=$store \
		    -fplugin-arg-libqueries-stats") 2> "$out/$step.err" \
    || fail "$step: the build failed: $(tail -3 "$out/$step.err")"
  grep -E '^[^ ]+:[0-9]+:[0-9]+: (warning|error): ' "$out/$step.err" \
    > "$out/$step.findings"
  [ -n "${QUIET:-}" ] || sed 's/^/    /' "$out/$step.err"
  say
}

# The sum of the lines "FILE: N queries executed".
executed ()
{
  awk 'match ($0, /[0-9]+ queries executed/) { sum += substr ($0, RSTART); seen = 1 }
       END { if (seen) print sum; else print "unknown" }' "$out/$1.err"
}

# Where findings are: FILE:LINE.
places ()
{
  cut -d: -f1,2 "$out/$1.findings" | sort
}

planted ()
{
  (cd "$out/source" && grep -n 'planted:' *.c | cut -d: -f1,2 | sort)
}

expect ()
{
  [ "$1" = "$2" ] || fail "$3: $1 in place of $2"
}

rm -rf "$out"
mkdir -p "$out/source"
cp "$srcdir"/demo/*.[ch] "$srcdir/demo/Makefile" "$out/source/"
chmod -R u+w "$out/source"

say "1. A first build: everything is analysed."
build cold
expect "$(places cold)" "$(planted)" "findings of the first build"
cold=$(executed cold)
case $cold in
  unknown|0) fail "the first build executed $cold queries" ;;
esac

say "2. The same again: nothing is."
build warm
expect "$(executed warm)" 0 "queries executed with nothing changed"
cmp -s "$out/cold.findings" "$out/warm.findings" \
  || fail "other findings with nothing changed"

say "3. A comment on top of each file: still nothing, findings one line lower."
for file in "$out"/source/*.c; do
  sed -i '1i /* A line that changes no code.  */' "$file"
done
build comment
expect "$(executed comment)" 0 "queries executed for a comment"
awk -F: -v OFS=: '{ $2 = $2 + 1; print }' "$out/cold.findings" \
  > "$out/moved.findings"
cmp -s "$out/moved.findings" "$out/comment.findings" \
  || fail "findings are not one line lower"

say "4. One body edited: what it concerns is analysed, and only that."
sed -i 's/^  return total;$/  return total + 1;/' "$out/source/inventory.c"
build edited
edited=$(executed edited)
case $edited in
  unknown|0) fail "an edited body executed $edited queries" ;;
  *) [ "$edited" -lt "$cold" ] \
       || fail "an edited body executed $edited queries, all together $cold" ;;
esac
cmp -s "$out/comment.findings" "$out/edited.findings" \
  || fail "other findings after an edit that changes none"

if [ $failed = 0 ]; then
  say "As promised: $(wc -l < "$out/cold.findings") findings each time;" \
      "queries executed: $cold, 0, 0, $edited."
fi
exit $failed
