# compare.awk - a project's findings, told apart.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
#   awk -v project=NAME -v levels=LEVELS -v summary=FILE -f compare.awk \
#     OPTIONS CLASSIFIED RESULTS
#
# OPTIONS	GCC's options of which our findings are, one per line; others have
#		[libqueries:NAME] in the message
# CLASSIFIED	classified.tsv
# RESULTS	what unit.sh wrote, of all units
#
# To the output a line for each finding that not both give at each level, sorted:
#
#   CLASS FILE FUNCTION OPTION MESSAGE PLAIN OURS VERDICT WHY
#
# with tabs between; PLAIN and OURS are the levels at which it is given, "all" or
# "none".  CLASS: "ours", GCC gives it at no level; "plain", we give it at none;
# "levels", we do not give it at all of them, though it is of our checks.
# What differs by level with plain GCC alone is only counted.  To SUMMARY go
# the counts, NAME and VALUE on a line.

BEGIN {
  FS = OFS = "\t"
  n_levels = split (levels, level_of, " ")
}

FILENAME == ARGV[1] { own[$1] = 1; next }

FILENAME == ARGV[2] {
  if (!/^#/ && $1 == project) {
    key = $2 OFS $3 OFS $4 OFS $5
    verdict[key] = $6
    why[key] = $7
    classified[++n_classified] = key
  }
  next
}

$1 == "lines" { units++; lines += $2 }
$1 == "cpu" { cpu[$2, $3] += $4 }
$1 == "crash" { count["crashes"]++; print "crash at " $2 ": " $4 > "/dev/stderr" }
$1 == "differs" {
  count["differing " $3]++
  print $3 " differs at " $2 ": " $4 > "/dev/stderr"
}
$1 == "finding" {
  key = $4 OFS $5 OFS $6 OFS $7
  if (!(key in own_finding))
    keys[++n_keys] = key
  own_finding[key] = ($6 in own) || $7 ~ /\[libqueries:[^ ]*\]$/
  given[$3, key, $2] = 1
}

# The levels at which KIND gives KEY.
function where (kind, key,   i, list, n)
{
  for (i = 1; i <= n_levels; i++)
    if ((kind, key, level_of[i]) in given) {
      list = list (n++ ? " " : "") level_of[i]
    }
  return n == n_levels ? "all" : n ? list : "none"
}

function class_of (key, plain, ours)
{
  if (plain == "none")
    return "ours"
  if (ours == "none")
    return "plain"
  return ours != "all" && own_finding[key] ? "levels" : ""
}

END {
  for (i = 1; i <= n_keys; i++) {
    key = keys[i]
    plain = where("plain", key)
    ours = where("ours", key)
    class = class_of(key, plain, ours)
    if (plain != "none" && ours != "none")
      count["both"]++
    # What only we give may differ by level, too.
    if (ours != "none" && ours != "all" && own_finding[key])
      count["by level"]++
    if (plain != "none" && plain != "all" && own_finding[key])
      count["by level with GCC"]++
    if (class == "")
      continue
    judged = key in verdict ? verdict[key] : "not classified"
    count[class]++
    count[class " " judged]++
    if (judged == "not classified")
      count["not classified"]++
    print class, key, plain, ours, judged, why[key] | "sort"
    differing[key] = 1
  }
  close ("sort")
  for (i = 1; i <= n_classified; i++)
    if (!(classified[i] in differing))
      print "no longer: " classified[i] > "/dev/stderr"
  print "units", units + 0 > summary
  print "lines", lines + 0 > summary
  print "levels", levels > summary
  m = split ("both,by level,by level with GCC,ours,ours true,ours false,ours not classified,plain,plain true,plain false,plain not classified,not classified,differing object,differing status,crashes", names, ",")
  for (i = 1; i <= m; i++)
    print names[i], count[names[i]] + 0 > summary
  for (i = 1; i <= n_levels; i++) {
    l = level_of[i]
    printf "cpu %s\t%.1f\t%.3f\n", l, cpu[l, "plain"],
      cpu[l, "plain"] ? cpu[l, "ours"] / cpu[l, "plain"] : 0 > summary
  }
}
