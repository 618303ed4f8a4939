#!/usr/bin/env bash
# fuzz-record.sh - the fuzzer of what a store says, under libFuzzer.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make fuzz-record [RUNS=N] runs it; N is 10,000,000.  It needs clang.  New
# inputs go to fuzz-record/corpus in the build folder, what fails to
# fuzz-record.  FUZZ_MINIMIZE=1 replaces the corpus of the source tree by as few
# inputs as cover the same.

set -eu -o pipefail
export LC_ALL=C
: "${srcdir:?run by make}" "${builddir:?}"
runs=${RUNS:-10000000}
corpus=$srcdir/testsuite/fuzz/corpus-record
folder=$builddir/fuzz-record

clang=
for name in clang clang-19 clang-17 clang-16 clang-15 clang-14; do
  if [ -z "$clang" ] && type "$name" > /dev/null 2>&1; then
    clang=$name
  fi
done
if [ -z "$clang" ]; then
  echo "make fuzz-record needs clang with libFuzzer (Debian: clang)" >&2
  exit 1
fi

mkdir -p "$folder/objects" "$folder/corpus"
options="-std=c11 -D_GNU_SOURCE -DLIBFUZZER -O2 -g -w -pthread -I$srcdir"
options+=" -fsanitize=fuzzer-no-link,address,undefined"
options+=" -fno-sanitize-recover=undefined ${QUERIES_DEFINES-}"
for source in "$builddir"/build-id.c "$srcdir"/{queries,passes}/*.c \
  "$srcdir"/testsuite/unit/{cfg,sample}.c \
  "$srcdir"/testsuite/fuzz/{fuzz-record,record-target}.c; do
  object=${source#"$srcdir/"}
  echo "$clang $options -c $source -o $folder/objects/${object//\//-}.o"
done | tr '\n' '\0' | xargs -0 -n 1 -P "$(nproc)" sh -c
$clang -fsanitize=fuzzer,address,undefined -o "$folder/fuzz-record" \
  "$folder"/objects/*.o -pthread ${QUERIES_LIBS:--lxxhash -lzstd -llmdb}

cd "$folder"
# Most of the time goes into memory that is freed; little of it is looked at
# again.
export ASAN_OPTIONS=quarantine_size_mb=4:malloc_context_size=2
if [ -n "${FUZZ_MINIMIZE:-}" ]; then
  rm -rf minimal
  mkdir minimal
  ./fuzz-record -set_cover_merge=1 -use_counters=0 -max_len=1500 minimal \
    corpus "$corpus"
  rm -rf "$corpus"
  mkdir "$corpus"
  for input in minimal/*; do
    cp "$input" "$corpus/$(sha256sum "$input" | cut -c 1-16)"
  done
  ls "$corpus" | wc -l
  exit
fi
./fuzz-record -runs="$runs" -max_len=4096 -timeout=60 -rss_limit_mb=3000 \
  -print_final_stats=1 corpus "$corpus" 2>&1 \
  | grep -vE '(NEW|REDUCE|pulse|RELOAD|NEW_FUNC)' | tail -n 60
echo "fuzz-record: $runs executions, nothing found"
