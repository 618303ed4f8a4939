# document-table.sh - tables of the documentation that a command writes.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced.

# document_table FILE TABLE: put what is in TABLE between the lines of FILE that
# start with "<!-- table: " and "<!-- end of the table".
document_table ()
{
  awk -v table="$2" '
    /^<!-- end of the table -->/ { skipping = 0 }
    !skipping { print }
    /^<!-- table: / {
      while ((getline line < table) > 0)
	print line
      skipping = 1
    }' "$1" > "$1.new" && mv "$1.new" "$1"
}
