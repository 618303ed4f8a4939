#!/usr/bin/env bash
# record-cc.sh - a compiler that notes what it is asked to compile.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# In the place of CC in another project's build.  Each compilation of a C file
# with -c becomes a file in $RECORD_FOLDER, if that is set: the folder, the
# source, and those options that say what is compiled, as the shell reads them, with
# tabs between.  Then $RECORD_CC does it, as quickly as it can: later steps of
# the build may need what comes out.  If they do not, RECORD_EMPTY is set, and
# an empty file does.

compiles=
source=
object=
options=()
words=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    -c) compiles=yes ;;
    -o)
      object=$2
      shift ;;
    -MT|-MF|-MQ) shift ;;
    -M*|-O*|-g*|-W[!p]*|-W|-pipe|-w) ;;
    -D|-I|-U|-include|-isystem|-iquote|-idirafter|-x)
      options+=("$1" "$2")
      shift ;;
    -*) options+=("$1") ;;
    *.c) source=$1 ;;
  esac
  shift
done
if [ -n "${RECORD_FOLDER:-}" ] && [ -n "$compiles" ] && [ -n "$source" ]; then
  note=$(mktemp "$RECORD_FOLDER/XXXXXXXX")
  printf '%s\t%s\t%s\n' "$PWD" "$source" "${options[*]@Q}" > "$note"
  if [ -n "${RECORD_EMPTY:-}" ] && [ -n "$object" ]; then
    : > "$object"
    exit
  fi
fi
# A compiler that finds no source is asked for its version, or to link.
[ -z "$compiles" ] || words+=(-O0 -w)
exec $RECORD_CC "${words[@]}"
