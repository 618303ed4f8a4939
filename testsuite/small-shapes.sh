# small-shapes.sh - test-shapes.c for what makes programs slow or hang.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

# small_shapes N: its source with graphs of N nodes, which has to be more than
# one C stack can hold (dense ones: 300); fails if no sizes are found there.
small_shapes ()
{
  local from=$srcdir/testsuite/unit/test-shapes.c
  sed -E "s/= \{ 200000, 1000000, 200000, 20000, 1000000 \};/= { $1, $1, $1, 300, $1 };/
	  s/sizes\[shape\] \/ 20;/sizes[shape];/
	  s/\.count = 1000000,/.count = $1,/" "$from"
  grep -q '= { 200000, 1000000, 200000, 20000, 1000000 };' "$from" \
    && grep -q 'sizes\[shape\] / 20;' "$from" \
    && grep -q '\.count = 1000000,' "$from"
}
