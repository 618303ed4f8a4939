# lines-gcc.awk - the lines of a file that GCC warns of.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -v file=NAME -v kinds=REGEXP -f lines-gcc.awk SAID
#
# KINDS: what is in the brackets behind a warning that counts.  One in a macro is
# where that is expanded: the note behind it tells.

function flush ()
{
  if (line)
    print line
  line = 0
}

{
  n = index ($0, file ":") == 1 ? substr ($0, length (file) + 2) + 0 : 0
}

/ warning: / {
  flush()
  counts = $0 ~ ("\\[(" kinds ")[^]]*\\]$")
  if (counts)
    line = n
  next
}

/: note: in definition of macro / { next }

/: note: in expansion of macro / {
  if (counts && n)
    line = n
  next
}

# Who includes the header that defines the macro comes in between.
!/^(In file included from| +from) / { counts = 0 }

END { flush() }
