# tools.sh - analyzers, and which of their warnings are of memory.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced after suites.sh; needs $CC, $PLUGIN and $suite.  Each looks at one file
# in the current folder, as who uses it would have it do.

tools="libqueries gcc clang cppcheck"

tool_title ()
{
  case $1 in
    libqueries) echo "GCC with the plugin, \`replace=all\`" ;;
    gcc) echo "\`gcc -fanalyzer\`" ;;
    clang) echo "\`clang --analyze\`" ;;
    cppcheck) echo "\`cppcheck --enable=warning\`" ;;
  esac
}

tool_is_there ()
{
  case $1 in
    libqueries|gcc) true ;;
    *) command -v "$1" > /dev/null ;;
  esac
}

# tool_run TOOL FILE; "compile" says whether it can be compiled at all.
tool_run ()
{
  local options object=$folder/object.s
  options=$(suite_options "$suite")
  # Of CPU; what runs longer counts as a crash.
  ulimit -t 120
  case $1 in
    compile) $CC -O1 -w $options -S -o "$object" "$2" ;;
    libqueries)
      $CC -O1 -Wall -Wextra -fdiagnostics-plain-output $options \
	-fplugin="$PLUGIN" -fplugin-arg-libqueries-replace=all \
	-fplugin-arg-libqueries-store=none -S -o "$object" "$2" ;;
    gcc)
      $CC -O1 -Wall -Wextra -fanalyzer -fdiagnostics-plain-output \
	$options -S -o "$object" "$2" ;;
    clang)
      clang --analyze -Xclang -analyzer-output=text $options \
	-fno-caret-diagnostics "$2" ;;
    cppcheck)
      cppcheck -q --enable=warning --inconclusive --language=c \
	--template='{file}:{line}:{id}' --template-location='' \
	$(printf '%s\n' $options | grep '^-I') "$2" ;;
  esac
}

# What GCC says of memory, with and without the plugin.
tool_gcc_kinds='-W(analyzer-|use-after-free|free-nonheap-object|mismatched-dealloc|uninitialized|maybe-uninitialized|return-local-addr|dangling-pointer|null-dereference|nonnull|array-bounds|stringop-overflow|stringop-overread|div-by-zero)|libqueries:(division-by-zero|out-of-bounds|null-call|moved-pointer|descriptor-leak|double-close|use-after-close|va-list|lost-realloc|null-passed|null-stream|unchecked-)'

# tool_lines TOOL FILE: the lines of FILE that it warns of, of what it has said.
tool_lines ()
{
  local file=${2//./\\.}
  case $1 in
    libqueries|gcc)
      awk -v file="$2" -v kinds="$tool_gcc_kinds" -f "$here/lines-gcc.awk" ;;
    clang)
      grep -E "^$file:[0-9]+:[0-9]+: warning: .*\[(core|unix|valist|cplusplus)\.[A-Za-z.]*\]\$" | cut -d: -f2 ;;
    cppcheck)
      grep -E "^$file:[0-9]+:(nullPointer|memleak|resourceLeak|leakNoVar|doubleFree|dealloc|useClosedFile|uninit|legacyUninit|arrayIndexOutOfBounds|bufferAccessOutOfBounds|negativeIndex|outOfBounds|pointerOutOfBounds|autoVariables|autovarInvalidDealloc|returnDanglingLifetime|danglingLifetime|invalidLifetime|mismatchAlloc|zerodiv|ctu|va_|nullPointerArithmetic|memsetZeroBytes)" | cut -d: -f2 ;;
  esac
}
