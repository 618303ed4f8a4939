# verdict.awk - the verdicts of several runs as one.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -f verdict.awk VERDICT...
#
# All their lines but the last of each, "N passed, N failed", of which the sum is
# printed last.  Exits with 1 if something failed or a verdict has no such line.

/^[0-9]+ passed, [0-9]+ failed$/ {
  passed += $1
  failed += $3
  counted++
  next
}

{ print }

END {
  printf "%d passed, %d failed\n", passed, failed
  exit failed > 0 || counted < ARGC - 1
}
