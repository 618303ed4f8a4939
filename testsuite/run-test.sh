#!/usr/bin/env bash
# run-test.sh - runs one shell test for make check, and makes TAP of its output.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   run-test.sh TEST
#
# A test that sources tap.sh speaks TAP itself.  One that does not is given
# COMPILER PLUGIN SRCDIR, says "FAIL: NAME" for what fails, and ends with a line
# "N passed, N failed".

test=$1
if grep -q '/tap\.sh"$' "$test"; then
  exec bash "$test"
fi
if [ -z "${PLUGIN:-}" ]; then
  echo "1..0 # SKIP no plugin in a build with sanitizers"
  exit 0
fi

bash "$test" "$CC" "$PLUGIN" "$srcdir" 2>&1 \
  | awk -v test="${test##*/}" '
      /^[0-9]+ passed, [0-9]+ failed/ { passed = $1; failed = $3; summed = 1 }
      /^FAIL: / { print "not ok " ++count " - " substr ($0, 7); shown++; next }
      { print "# " $0 }
      END {
	if (!summed) { print "Bail out! " test " ended early"; exit 1 }
	for (; shown < failed; shown++)
	  print "not ok " ++count " - " test
	for (i = 1; i <= passed; i++)
	  print "ok " ++count " - " test " " i
	print "1.." count + 0
      }'
[ "${PIPESTATUS[0]}" = 0 ]
