# expected-memcheck.awk - where memcheck finds faults in a test.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -v file=NAME.c -f expected-memcheck.awk NAME.stderr.exp
#
# Of each error the line of its innermost frame in FILE.  What is still reachable or
# lost indirectly is no error; where a block was allocated, or a stranger's frame
# lies, is told of an error and not another one.

/^(Invalid |Mismatched |Conditional jump|Use of uninit|Syscall param|Source and dest|Argument |realloc\(\) with size 0|Illegal memory pool|Jump to the invalid|Uninitialised byte)/ \
    || / (definitely|possibly) lost/ {
  waits = 1
  next
}

# "   at 0x........: main (doublefree.c:10)"
/^   *(at|by) 0x/ {
  at = "(" file ":"
  i = index ($0, at)
  if (waits && i) {
    print substr ($0, i + length (at)) + 0
    waits = 0
  }
  next
}

# Frames of libc are left out.
/^   *\.\.\.$/ { next }

{ waits = 0 }
