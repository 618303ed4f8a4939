# suite.sh - GCC's own testsuite, run against the installed compiler.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced.  Needs $CC, $RUNTEST, $suite_folder (all of it lies there) and
# $JOBS; $suite_parts are the folders that are wanted.  The testsuite comes from
# Debian's package gcc-N-source: as it is installed, or downloaded by apt-get into
# the folder, unless FETCH=no; nothing is installed.

suite_major=$($CC -dumpversion)
suite_major=${suite_major%%.*}
suite=$suite_folder/gcc-$suite_major/gcc/testsuite
: "${suite_parts:=gcc.dg c-c++-common lib config gcc.c-torture}"

suite_die ()
{
  echo "fidelity: $*" >&2
  exit 2
}

# The package's folder of sources, in $suite_package.
suite_find_package ()
{
  local name=gcc-$suite_major-source down=$suite_folder/package-$suite_major
  for suite_package in "/usr/src/gcc-$suite_major" \
      "$down/usr/src/gcc-$suite_major"; do
    ! ls "$suite_package"/gcc-*-dfsg.tar.xz > /dev/null 2>&1 || return 0
  done
  [ "${FETCH:-yes}" != no ] \
    || suite_die "the package $name is needed, and FETCH=no"
  echo "fidelity: downloading $name, 80 MB" >&2
  mkdir -p "$down"
  (cd "$down" && apt-get -q -o APT::Sandbox::User=root download "$name" \
   && dpkg-deb -x "$name"_*.deb . && rm "$name"_*.deb) \
    > "$down/log" 2>&1 \
    || suite_die "the package $name is needed and cannot be had; see $down/log," \
	 "or: apt-get update && apt-get install $name"
}

# Debian's GCC 12 is the release; its GCC 11 has patches, which change tests.
suite_patch ()
{
  [ "$suite_major" = 11 ] || return 0
  awk '/^(diff|--- ) *a?/ { hunk = "" }
       /^--- / { from = $0; next }
       /^\+\+\+ / { wanted = $2 ~ /\/gcc\/testsuite\/(gcc\.dg|c-c\+\+-common|lib)\//
		    if (wanted) print from; }
       wanted && !/^diff / { print }' \
    "$suite_package/debian/patches/git-updates.diff" \
    | patch -s -p2 -d "$suite_folder/gcc-$suite_major" > /dev/null
}

# Unpack what is needed of it, once.
suite_unpack ()
{
  local folder=$suite_folder/gcc-$suite_major part parts=()
  [ ! -f "$folder.done" ] || return 0
  suite_find_package
  rm -rf "$folder"
  mkdir -p "$folder"
  for part in $suite_parts; do
    parts+=("*/gcc/testsuite/$part")
  done
  tar -C "$folder" --strip-components=1 -xJf "$suite_package"/gcc-*-dfsg.tar.xz \
      --wildcards "${parts[@]}" \
    && suite_patch \
    || suite_die "the testsuite cannot be unpacked"
  touch "$folder.done"
}

# suite_drivers FILE...: runtest's arguments: each driver with the names of its
# test files.
suite_drivers ()
{
  printf '%s\n' "$@" | awk '{
      folder = file = $0
      sub (/.*\//, "", file)
      sub (/\/[^\/]*$/, "", folder)
      sub (/.*\//, "", folder)
      driver = folder ~ /^(gcc\.dg|c-c\+\+-common)$/ ? "dg" : folder
      if (!(driver in files))
	order[++n] = driver
      files[driver] = files[driver] " " file
    }
    END {
      for (i = 1; i <= n; i++)
	print order[i] ".exp=" substr (files[order[i]], 2)
    }'
}

# suite_run OUT FLAGS DRIVER...: one run, with FLAGS before each test's own; its
# sums are then in OUT.sum, its logs in OUT.log.
suite_run ()
{
  local out=$1 flags=$2 n processes=()
  shift 2
  rm -rf "$out" "$out.sum" "$out.log"
  mkdir -p "$out/parallel"
  for n in $(seq "$JOBS"); do
    mkdir "$out/$n"
    {
      printf 'set rootme "."\nset tmpdir "%s"\nset srcdir "%s"\n' \
	"$out/$n" "$suite"
      printf 'set CFLAGS ""\nset GCC_UNDER_TEST "%s"\n' "$CC"
      [ -z "$flags" ] || printf 'set TEST_ALWAYS_FLAGS "%s"\n' "$flags"
    } > "$out/$n/site.exp"
    (cd "$out/$n" || exit
     [ "$JOBS" = 1 ] || export GCC_RUNTEST_PARALLELIZE_DIR="$out/parallel"
     exec "$RUNTEST" --tool gcc "$@") > "$out/$n/out" 2>&1 < /dev/null &
    processes+=($!)
  done
  wait "${processes[@]}"
  for n in $(seq "$JOBS"); do
    grep -q '=== gcc Summary ===' "$out/$n/gcc.sum" 2> /dev/null \
      || suite_die "runtest did not come to its end: $out/$n/out"
  done
  cat "$out"/*/gcc.sum > "$out.sum"
  cat "$out"/*/gcc.log > "$out.log"
  rm -rf "$out"
}
