#!/usr/bin/env bash
# test-dejagnu.sh - the tests of the plugin that are C files with comments.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs runtest and tells its results one by one.  RUNTESTFLAGS are handed on,
# as in RUNTESTFLAGS=early-uninit.exp.  The logs stay in the build folder:
# queries.sum, queries.log.

. "$srcdir/testsuite/tap.sh"
need_plugin

cd "$scratch" || exit 99
"$RUNTEST" --tool queries --srcdir "$srcdir/testsuite" --outdir "$scratch" \
  --status GCC_UNDER_TEST="$CC" GXX_UNDER_TEST="$CXX" \
  PLUGIN_UNDER_TEST="$PLUGIN" ${RUNTESTFLAGS:-} > "$scratch/out" 2>&1
status=$?
cp queries.sum queries.log "$builddir/" 2>/dev/null

if [ ! -f queries.sum ]; then
  sed 's/^/# /' "$scratch/out"
  echo "Bail out! runtest made no queries.sum"
  exit 1
fi
while IFS= read -r line; do
  case $line in
    PASS:*|XFAIL:*|KFAIL:*) ok 0 "${line#*: }" ;;
    FAIL:*|XPASS:*|KPASS:*|UNRESOLVED:*) ok 1 "${line#*: }" ;;
    UNSUPPORTED:*|UNTESTED:*) skip "${line#*: }" "${line%%:*}" ;;
    ERROR:*) ok 1 "$line" ;;
  esac
done < queries.sum
[ "$tap_count" -gt 0 ]
ok $? "runtest found tests"
[ $tap_failed = 1 ] || ok $status "runtest ends well"
finish
