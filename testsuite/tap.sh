# tap.sh - what every shell test begins with: TAP output, a scratch folder.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Makefile gives srcdir, builddir, CC, CXX, MAKE, PLUGIN (empty if there is
# none: a build with sanitizers) and QUERIES_LONG.  $scratch is an empty folder
# that is gone afterwards.

set -u
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL GCC_COLORS
: "${srcdir:?run by make check}" "${builddir:?}" "${CC:?}"

# The compiler's major version; 0 if it does not tell.
gcc_major ()
{
  local version
  version=$("$CC" -dumpversion 2> /dev/null) || version=0
  echo "${version%%.*}"
}

tap_count=0
tap_failed=0

# ok STATUS NAME: a case that passed if STATUS is 0.  TAP reads a # in a name.
ok ()
{
  tap_count=$((tap_count + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $tap_count - ${2//#/}"
  else
    echo "not ok $tap_count - ${2//#/}"
    tap_failed=1
  fi
}

# is GOT EXPECTED NAME: a case that passed if the two texts are equal.
is ()
{
  if [ "$1" = "$2" ]; then
    ok 0 "$3"
  else
    ok 1 "$3"
    printf '%s\n' "got:" "$1" "expected:" "$2" | sed 's/^/#   /'
  fi
}

# same FILE FILE NAME: a case that passed if the two files have equal bytes.
same ()
{
  if cmp -s "$1" "$2"; then
    ok 0 "$3"
  else
    ok 1 "$3"
    diff -u "$1" "$2" 2>&1 | head -20 | sed 's/^/#   /'
  fi
}

# skip NAME REASON
skip ()
{
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

# Nothing to be done here at all.
skip_all ()
{
  echo "1..0 # SKIP $1"
  exit 0
}

need_plugin ()
{
  [ -n "${PLUGIN:-}" ] || skip_all "no plugin in a build with sanitizers"
  [ -e "$PLUGIN" ] || { echo "Bail out! no plugin at $PLUGIN"; exit 1; }
}

# The last line of every test.
finish ()
{
  echo "1..$tap_count"
  exit $tap_failed
}

mkdir -p "$builddir/testsuite/tmp"
scratch=$(mktemp -d "$builddir/testsuite/tmp/${0##*/}.XXXXXX") || exit 99
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
