#!/usr/bin/env bash
# test-explain.sh - every check has its page, and GCC says what the page says.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

. "$srcdir/testsuite/tap.sh"

pages=$srcdir/doc/checks
queries=$builddir/tools/queries
names=$(sed -nE 's/^CHECK \([a-z_]+, "([^"]+)".*/\1/p' "$srcdir/passes/checks.def")

# block PAGE HEADING N: what stands in the Nth block of the section.
block ()
{
  awk -v heading="## $2" -v wanted="$3" '
    /^## / { inside = $0 == heading; next }
    inside && /^```/ { open = !open; n += open; next }
    inside && open && n == wanted' "$1"
}

# options PAGE: what the bad example is compiled with.
options ()
{
  sed -nE 's/^Compiled with `([^`]*)`:$/\1/p' "$1"
}

# compile FILE OPTION...
compile ()
{
  local file=$1
  shift
  (cd "$scratch" && "$CC" -c -fdiagnostics-plain-output -fplugin="$PLUGIN" \
    -fplugin-arg-libqueries-store=none "$@" "$file" -o explained.o) 2>&1
}

is "$(cd "$pages" && ls | sed -n 's/\.md$//p' | sort)" \
  "$(echo "$names" | sort)" "every check has a page, and every page a check"
"$queries" explain > "$scratch/list"
is $? 0 "explain: exit status 0"
is "$(sed -nE 's/^([a-z][a-z-]+).*/\1/p' "$scratch/list")" "$names" \
  "explain lists all checks"
"$queries" explain unused-reslt > "$scratch/out" 2>&1
is $? 2 "explain unused-reslt: exit status 2"
grep -q "did you mean 'unused-result'?" "$scratch/out"
ok $? "explain unused-reslt: which one it may have meant"

# As warnings show options.
for option in -Wanalyzer-malloc-leak -Werror=analyzer-double-free \
    -Wno-analyzer-file-leak; do
  "$queries" explain "$option" > "$scratch/out"
  same "$scratch/out" "$pages/memory.md" "explain $option"
done
"$queries" explain -Wnonnull-compare > "$scratch/out"
same "$scratch/out" "$pages/nonnull-compare.md" "explain -Wnonnull-compare"
"$queries" explain -Wsuggest-attribute=noreturn > "$scratch/out"
same "$scratch/out" "$pages/suggest-noreturn.md" \
  "explain -Wsuggest-attribute=noreturn"
"$queries" explain libqueries:dead-result > "$scratch/out"
same "$scratch/out" "$pages/dead-result.md" "explain libqueries:dead-result"
is "$("$queries" explain -Wuninitialized \
      | sed -nE 's/^([a-z][a-z-]+).*/\1/p' | tr '\n' ' ')" \
  "early-uninit uninit " "explain -Wuninitialized: a list of two"
"$queries" explain -Wunused-variable > "$scratch/out" 2>&1
is $? 2 "explain -Wunused-variable: exit status 2"
"$queries" stats -Wnonnull > "$scratch/out" 2>&1
is $? 2 "stats -Wnonnull: exit status 2"

version=0
[ -z "$PLUGIN" ] || version=$(gcc_major)
for name in $names; do
  page=$pages/$name.md
  "$queries" explain "$name" > "$scratch/out"
  same "$scratch/out" "$page" "explain $name prints its page"
  is "$(sed -n 's/^## //p' "$page" | tr '\n' ,)" \
    "Why it matters,Bad,Good,To suppress it,What it does not see," \
    "$name: the page has its sections"
  is "$(head -1 "$page")" "# $name" "$name: the page has its name"
  if [ "$version" -lt 12 ]; then
    skip "$name: the examples" "no plugin, or GCC before 12"
    continue
  fi
  block "$page" Bad 1 > "$scratch/bad.c"
  block "$page" Bad 2 > "$scratch/expected"
  block "$page" Good 1 > "$scratch/good.c"
  [ -s "$scratch/bad.c" ] && [ -s "$scratch/good.c" ] && [ -s "$scratch/expected" ]
  ok $? "$name: there are two examples"
  # shellcheck disable=SC2046
  compile bad.c $(options "$page") > "$scratch/out"
  same "$scratch/out" "$scratch/expected" "$name: the bad example's warnings"
  # shellcheck disable=SC2046
  is "$(compile good.c $(options "$page"))" "" \
    "$name: the good example has none"
  # shellcheck disable=SC2046
  compile bad.c $(options "$page") "-fplugin-arg-libqueries-checks=-$name" \
    | grep -q "libqueries:$name"
  is $? 1 "$name: checks=-$name silences it"
done
finish
