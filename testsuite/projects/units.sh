# units.sh - other projects' translation units, and how each is compiled.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced after bench/fetch.sh; needs $CC, $MAKE, $JOBS and $here, the
# folder of this file.  units PROJECT FOLDER leaves in FOLDER
#
#   tree/	the project, configured so that it needs no library but libc
#   units	a unit per line: its folder below tree/, its source, options; between
#		them tabs; sorted
#   log		what its build said

units_projects="zlib lua5.4 sqlite3 redis curl git coreutils"

# What has a build of its own: it runs in the current folder, with the compiler
# that records.
units_build ()
{
  local recorder="bash $here/record-cc.sh"
  case $1 in
    curl)
      ./configure CC="$recorder" --disable-shared --disable-dependency-tracking \
	--without-ssl --without-zlib --without-brotli --without-zstd \
	--without-libpsl --without-libidn2 --without-nghttp2 --without-librtmp \
	--without-libssh2 --disable-ldap --disable-manual || return
      units_make lib src ;;
    git)
      # Only the header of zlib is needed.
      (cd "$fetch_folder/zlib" && [ -f zconf.h ]) || return
      RECORD_FOLDER=$records RECORD_EMPTY=yes "$MAKE" -k -j"$JOBS" CC="$recorder" V=1 \
	CFLAGS="-I$fetch_folder/zlib" NO_OPENSSL=1 NO_CURL=1 NO_EXPAT=1 \
	NO_GETTEXT=1 NO_TCLTK=1 NO_PERL=1 NO_PYTHON=1 NO_REGEX=1 git.o libgit.a \
	xdiff/lib.a reftable/libreftable.a $(units_git_builtins) ;;
    coreutils)
      FORCE_UNSAFE_CONFIGURE=1 ./configure CC="$recorder" --disable-nls \
	--disable-dependency-tracking --without-openssl --without-selinux \
	--disable-acl --disable-xattr --disable-libcap --without-gmp || return
      units_make . ;;
  esac
}

# units_make FOLDER...: all of them.  What cannot be linked does not matter.
units_make ()
{
  local folder
  for folder; do
    RECORD_FOLDER=$records "$MAKE" -k -j"$JOBS" -C "$folder" V=1 \
      ACLOCAL=: AUTOMAKE=: AUTOCONF=: AUTOHEADER=: MAKEINFO=:
  done
  return 0
}

units_git_builtins ()
{
  ls builtin/*.c | sed 's/\.c$/.o/'
}

# What is compiled by one line of options for all files.
units_listed ()
{
  local file flags
  flags=$(fetch_flags "$1")
  for file in $(fetch_files "$1"); do
    printf '.\t%s\t%s\n' "$file" "$flags"
  done
}

units ()
{
  local project=$1 folder=$2 records=$2/records
  [ ! -f "$folder/units" ] || return 0
  fetch "$project" || return
  [ "$project" != git ] || fetch zlib || return
  rm -rf "$folder/tree" "$records"
  mkdir -p "$folder/tree" "$records"
  # With times: what is made of what is told by them.  A copy, also if the
  # sources are a link.
  cp -a "$fetch_folder/$project/." "$folder/tree" || return
  chmod -R u+w "$folder/tree"
  case $project in
    curl|git|coreutils)
      (cd "$folder/tree" && export RECORD_CC=$CC && units_build "$project") \
	> "$folder/log" 2>&1
      cat "$records"/* 2>/dev/null | sed -e "s|^$folder/tree||" -e 's|^/||' \
	-e 's|^\t|.\t|' | sort -u | sort -s -u -t "	" -k1,2 ;;
    *)
      units_listed "$project" | sort ;;
  esac > "$folder/units.new"
  rm -rf "$records"
  [ -s "$folder/units.new" ] && mv "$folder/units.new" "$folder/units"
}
