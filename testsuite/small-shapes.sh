# small-shapes.sh - test-shapes.c for what makes programs slow or hang.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

# Its source with graphs of up to 10,000 nodes; fails if those that are there
# are not found.
small_shapes ()
{
  local from=$srcdir/testsuite/unit/test-shapes.c
  sed 's|sizes\[shape\] / 20;|sizes[shape] / 100;|
       s|\.count = 1000000,|.count = 10000,|' "$from"
  grep -q 'sizes\[shape\] / 20;' "$from" && grep -q '\.count = 1000000,' "$from"
}
