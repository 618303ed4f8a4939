# fetch.sh - other projects' sources, to be measured and compared on.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced.  Needs $builddir; everything lies in $builddir/bench/sources.
# Sources come from Debian with apt-get source, through a configuration of our
# own: the system's lists are neither read nor written.

fetch_folder=$builddir/bench/sources

# The system's Debian archives, asked for sources.
fetch_source_lists ()
{
  local file
  for file in /etc/apt/sources.list.d/debian.sources; do
    [ -f "$file" ] || continue
    sed -e '/^#/d' -e 's/^Types:.*/Types: deb-src/' "$file" \
      > "$fetch_folder/apt/parts/${file##*/}"
  done
  if [ -f /etc/apt/sources.list ]; then
    sed -n -e 's/^deb-src /deb /' -e 's/^deb /deb-src /p' \
      /etc/apt/sources.list > "$fetch_folder/apt/parts/system.list"
  fi
}

fetch_apt ()
{
  apt-get -q -o Dir::Etc::sourcelist=/dev/null \
    -o Dir::Etc::sourceparts="$fetch_folder/apt/parts" \
    -o Dir::State::lists="$fetch_folder/apt/lists" \
    -o Dir::Cache="$fetch_folder/apt/cache" \
    -o APT::Sandbox::User=root "$@"
}

# Ask the archives once.
fetch_update ()
{
  [ ! -f "$fetch_folder/apt/done" ] || return 0
  mkdir -p "$fetch_folder/apt/parts" "$fetch_folder/apt/lists/partial" \
    "$fetch_folder/apt/cache/archives/partial"
  fetch_source_lists
  fetch_apt update && touch "$fetch_folder/apt/done"
}

# fetch PROJECT: its sources as published, in $fetch_folder/PROJECT; false if
# they cannot be had.  What is there is taken as it is.
fetch ()
{
  local project=$1 archive
  [ ! -f "$fetch_folder/$project.done" ] || return 0
  mkdir -p "$fetch_folder"
  {
    command -v apt-get && fetch_update \
      && (cd "$fetch_folder" \
	  && fetch_apt source --download-only "$project") || return 1
  } > "$fetch_folder/$project.log" 2>&1
  archive=$(ls "$fetch_folder/$project"_*.orig.tar.* | grep -v '\.asc$' \
    | head -1)
  rm -rf "${fetch_folder:?}/$project"
  mkdir "$fetch_folder/$project"
  tar -C "$fetch_folder/$project" --strip-components=1 -xf "$archive" \
    || return 1
  [ "$project" != sqlite3 ] || fetch_amalgamate || return 1
  [ "$project" != redis ] || fetch_release || return 1
  touch "$fetch_folder/$project.done"
}

# sqlite's one big file.
fetch_amalgamate ()
{
  (cd "$fetch_folder/sqlite3" && ./configure --disable-tcl \
   && make sqlite3.c) >> "$fetch_folder/sqlite3.log" 2>&1
}

# The header that redis makes of the day and the host.
fetch_release ()
{
  printf '#define REDIS_%s "0"\n' GIT_SHA1 GIT_DIRTY BUILD_ID \
    > "$fetch_folder/redis/src/release.h"
}

# fetch_files PROJECT: the C files to compile, one per line, relative to
# $fetch_folder/PROJECT.
fetch_files ()
{
  (cd "$fetch_folder/$1" || exit 1
   case $1 in
     zlib) ls *.c ;;
     lua5.4) ls src/*.c ;;
     sqlite3) echo sqlite3.c ;;
     # What else there is, other files include.
     redis) ls src/*.c | grep -v /ae_ ;;
   esac)
}

# fetch_flags PROJECT
fetch_flags ()
{
  case $1 in
    zlib) echo "-DHAVE_UNISTD_H -D_LARGEFILE64_SOURCE=1" ;;
    lua5.4) echo "-DLUA_USE_LINUX -Isrc" ;;
    sqlite3) echo "-DSQLITE_THREADSAFE=1 -I." ;;
    redis) echo "-DREDIS_STATIC= -Ideps/hiredis -Ideps/linenoise -Ideps/lua/src -Ideps/hdr_histogram" ;;
  esac
}

# fetch_copy PROJECT: the current folder becomes a copy of it, or of the demo;
# flags and sources are set.
fetch_copy ()
{
  if [ "$1" = demo ]; then
    cp -r "$srcdir/demo/." .
    flags=-I.
    sources=$(ls -- *.c)
  else
    cp -r "$fetch_folder/$1/." .
    flags=$(fetch_flags "$1")
    sources=$(fetch_files "$1")
  fi
  chmod -R u+w .
}

fetch_projects="zlib lua5.4 sqlite3"
