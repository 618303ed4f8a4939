# document-table.sh - tables of the documentation that a command writes.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced.

# document_table FILE TABLE [NAME]: put what is in TABLE between the lines of FILE that
# start with "<!-- NAME: " and "<!-- end of the NAME"; NAME is "table" if not given.
document_table ()
{
  awk -v table="$2" -v name="${3:-table}" '
    index ($0, "<!-- end of the " name) == 1 { skipping = 0 }
    !skipping { print }
    index ($0, "<!-- " name ": ") == 1 {
      while ((getline line < table) > 0)
	print line
      skipping = 1
    }' "$1" > "$1.new" && mv "$1.new" "$1"
}
