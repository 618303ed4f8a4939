#!/usr/bin/env bash
# bootstrap.sh - from a fresh checkout to a built, shown or tested plugin.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

usage ()
{
  cat <<'END'
usage: ./bootstrap.sh [OPTION]... [demo|check|check-long|bench]

Without a word: install missing Debian packages (packages.txt), set the build
system up and build into build/.  The plugin is then build/libqueries.so.

  demo         build, then show what the plugin does on a small project
  check        build, then run all tests; ends with "N passed, N failed"
  check-long   the same with the tests that take long, on other projects' code
  bench        build, then measure

  --no-install     leave packages alone
  --with-gcc=CC    the GCC to extend: 11 or 12 [gcc]
  --*              anything else is given to configure
  --help           this text
END
}

set -eu -o pipefail
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL
cd "$(dirname "$0")"

install=yes
job=
major=12
configure_options=()
for word; do
  case $word in
    --help|-h) usage; exit ;;
    --no-install) install=no ;;
    --with-gcc=*-11)
      major=11
      configure_options+=("$word") ;;
    --*) configure_options+=("$word") ;;
    demo|check|check-long|bench)
      [ -z "$job" ] || { usage >&2; exit 2; }
      job=$word ;;
    *) usage >&2; exit 2 ;;
  esac
done

missing_packages ()
{
  local package
  sed -e 's/#.*//' -e '/^[[:space:]]*$/d' -e "s/-12\\b/-$major/" packages.txt \
    | while read -r package; do
	dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null \
	  | grep -qx installed || echo "$package"
      done
}

install_packages ()
{
  local missing as_root=()
  if ! command -v apt-get >/dev/null; then
    echo "bootstrap.sh: no apt-get here: taking the packages for granted" >&2
    return
  fi
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  echo "bootstrap.sh: installing" $missing
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "bootstrap.sh: install these as root, or give --no-install" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  # env: sudo does not hand variables on.
  "${as_root[@]}" apt-get -q update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends $missing
}

# Each step only if what it makes is older than what it is made from.
set_up ()
{
  local wanted="${configure_options[*]-}" newer=
  if [ -f configure ]; then
    newer=$(find configure.ac Makefile.am sources.am m4/queries.m4 \
	      -newer configure)
  fi
  if [ ! -f configure ] || [ ! -f Makefile.in ] || [ -n "$newer" ]; then
    mkdir -p build-aux
    autoreconf -i
    touch configure
  fi
  mkdir -p build
  if [ ! -f build/config.status ] || [ configure -nt build/config.status ] \
     || [ "$wanted" != "$(cat build/configure.options 2>/dev/null)" ]; then
    # Other options make other objects.
    [ ! -f build/Makefile ] || make -C build -s distclean >/dev/null 2>&1 || :
    (cd build && ../configure -q "${configure_options[@]}")
    printf '%s\n' "$wanted" > build/configure.options
  fi
}

# check TARGET: run it, then add all cases up, whatever kind they are of.
check ()
{
  local status=0 log=build/test-suite.log
  make -C build -j"$jobs" "$1" | grep --line-buffered -v '^PASS: ' \
    || status=${PIPESTATUS[0]}
  if [ ! -f "$log" ]; then
    echo "0 passed, 1 failed"
    exit 1
  fi
  if [ $status -ne 0 ]; then
    sed -n '/^# TOTAL/,$p' "$log" | tail -n 300
  fi
  awk -v status=$status '
    /^# PASS:/ || /^# XFAIL:/ { passed += $3 }
    /^# FAIL:/ || /^# XPASS:/ || /^# ERROR:/ { failed += $3 }
    END {
      if (status && !failed) failed = 1
      printf "%d passed, %d failed\n", passed, failed
      exit failed > 0 || passed == 0
    }' "$log"
}

[ $install = no ] || install_packages
set_up
jobs=$(nproc)
make -C build -j"$jobs" -s
case $job in
  "") echo "built: build/libqueries.so" ;;
  check|check-long)
    rm -f build/test-suite.log
    check "$job" ;;
  *) make -C build -s "$job" ;;
esac
