#!/usr/bin/env bash
# test-inspect.sh - looking into a session: trace, query-graph, why, forbid-edge
# and what statistics say of categories; in the plugin and in queries-driver.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

. "$srcdir/testsuite/tap.sh"
need_plugin
driver=$builddir/queries-driver
cd "$scratch" || exit 99

cat > unit.c <<'END'
int top (int a);

static int
leaf (int a)
{
  return a > 3 ? a : 7;
}

int
middle (int a)
{
  return leaf (a) + 1;
}

int
top (int a)
{
  int x = middle (a);
  return x + leaf (a + 1);
}
END
cp unit.c original.c

warnings=-Wall

# compile OUTPUT ARGUMENT...: what GCC prints goes to OUTPUT; its status.
compile ()
{
  local output=$1
  shift
  # shellcheck disable=SC2086
  "$CC" -O2 $warnings -Werror -S -o /dev/null unit.c -fplugin="$PLUGIN" \
    "${@/#/-fplugin-arg-libqueries-}" > "$output" 2>&1
}

# Whether FILE is one graph after the other: of each edge both nodes are there.
is_graph ()
{
  awk '/^digraph queries {$/ && !inside { inside = 1; split ("", node); next }
       !inside { exit 1 }
       /^  node \[shape=box, style=filled\];$/ { next }
       /^  n[0-9]+ \[label="[a-z_]+\\n[^"]*\\n[a-z, ]+", fillcolor=[a-z]+\];$/ {
	 if ($1 in node) exit 1
	 node[$1] = 1
	 next
       }
       /^  n[0-9]+ -> n[0-9]+( \[style=dashed\])?;$/ {
	 sub (";", "", $3)
	 if (!($1 in node) || !($3 in node)) exit 1
	 next
       }
       /^}$/ { inside = 0; next }
       { exit 1 }
       END { if (inside) exit 1 }' "$1" && [ -s "$1" ]
}

# Whether FILE, with its bracket, is JSON, as far as this machine can tell: an
# event on each line.
is_json ()
{
  awk 'NR == 1 { if ($0 != "[") exit 1; next }
       missing { exit 1 }
       { missing = !sub (/,$/, "") }
       !/^{"name": "[^"]*", .*}$/ { exit 1 }
       END { if (NR < 2 || !missing) exit 1 }' "$1" || return 1
  ! python3 -c '' 2> /dev/null \
    || { cat "$1"; echo ']'; } | python3 -m json.tool > /dev/null
}

# How many queries the statistics in FILE say were executed.
executed ()
{
  grep -o '"wait_seconds": [0-9.]*, "executed": [0-9]*' "$1" \
    | sed 's/.* //'
}

nodes ()
{
  grep -c 'label=' "$1"
}

# The graph.
for threads in 1 2 8; do
  compile output store=none threads=$threads query-graph=graph.$threads
  is $? 0 "query-graph with $threads threads: compiles"
  is "$(cat output)" "" "query-graph with $threads threads: silent"
  is_graph graph.$threads
  ok $? "query-graph with $threads threads: a graph"
  same graph.1 graph.$threads "query-graph with $threads threads: the same"
done
is "$(grep -c 'label="body\\n[a-z]*\\ninput"' graph.1)" 3 "three bodies"
is "$(grep -c 'label="check_unit\\nunit.c\\nexecuted"' graph.1)" 1 "a root"

compile output store=none query-graph=part \
  query-graph-filter=early-uninit:middle
is_graph part
ok $? "query-graph-filter: a graph"
is "$(sed -n 's/.*label="\([^"]*\)\\n[a-z]*".*/\1/p' part | tr '\n' ' ')" \
  'body\nmiddle dominators\nmiddle post_dominators\nmiddle early_uninit\nmiddle check_function\nmiddle ' \
  "query-graph-filter: what is next to a query"
# The check memory goes from callers to what they call.
compile output store=none checks=-memory query-graph=path \
  query-graph-filter='check_unit -> body:leaf'
is_graph path
ok $? "query-graph-filter: paths are a graph"
is "$(grep -c 'nmiddle\\n\|ntop\\n' path)" 0 "paths to leaf pass nobody else"
[ "$(nodes path)" -gt 3 ]
ok $? "paths to leaf"
compile output store=none query-graph=none query-graph-filter=body:nobody
is "$(nodes none)" 0 "query-graph-filter: nothing matches"

# Why.
compile cold store=store checks=-memory why stats=cold.json
is "$(grep -c ' ran: ' cold)" "$(executed cold.json)" \
  "why tells of all that was executed"
grep -q "^\`early_uninit' of \`leaf' ran: \`body' of \`leaf' (input) is new$" \
  cold
ok $? "cold: the body is new"
compile warm store=store checks=-memory why
is "$(cat warm)" "libqueries: nothing was executed" "warm: nothing to tell"

sed -i 's/+ 1;/+ 2;/' unit.c
compile edited store=store checks=-memory why
grep -q "^\`check_function' of \`middle' ran: \`body' of \`middle' (input) is new$" \
  edited
ok $? "edited: names the body"
is "$(grep -c 'leaf\|top' edited)" 0 "edited: nothing else ran"
cp original.c unit.c
rm -r store
compile output store=store
sed -i 's/return leaf (a) + 1;/return leaf (a) + top (a);/' unit.c
compile reason store=store why=call-sccs
is "$(cat reason)" "\`call_sccs' of \`unit.c' ran: \`call_graph' of \`unit.c' is another one
  \`call_graph' of \`unit.c' ran: \`call_targets' of \`middle' is another one
    \`call_targets' of \`middle' ran: \`body' of \`middle' (input) is new" \
  "why=QUERY goes down to an input"
compile reason store=store why=early-uninit:leaf
is "$(cat reason)" "\`early_uninit' of \`leaf' did not run: all that it is about is as remembered" \
  "why=QUERY:KEY of what did not run"
compile reason store=store why=early-uninit:nobody
is "$(cat reason)" "libqueries: nothing was asked about \`nobody'" \
  "why=QUERY:KEY of nobody"
cp original.c unit.c

# The trace: of two compiles, one of them from the store.
rm -rf store
compile output threads=3 store=store trace=trace
is $? 0 "trace: compiles"
compile output threads=3 store=store trace=trace verify=all
is_json trace
ok $? "trace: JSON"
is "$(grep -c '"process_name".*"unit.c"' trace)" 2 "trace: two processes"
is "$(grep -c '"thread_name".*"GCC"' trace)" 2 "trace: GCC's tracks"
is "$(grep -c '"thread_name".*"worker [12]"' trace)" 2 "trace: two workers"
for kind in execute green load verify capture emit 'open store' 'read store' \
  'write store' join; do
  grep -q "\"cat\": \"$kind\", \"ph\": \"X\"" trace
  ok $? "trace: $kind"
done
grep -q '"args": {"query": "early_uninit", "key": "middle"}' trace
ok $? "trace: a query and its key"

# Forbidden edges.
compile output store=none forbid-edge='early_uninit -> liveness'
is "$?, $(cat output)" "0, " "forbid-edge: nobody does that"
compile output store=none threads=1 forbid-edge='early-uninit:top -> body'
status=$?
grep -q "it is forbidden to read \`body' of \`top'" output \
  && grep -q "\[early_uninit\]" output
ok $? "forbid-edge: who does is told"
is $status 0 "forbid-edge: the compile goes on"

# Statistics.
compile output store=none stats=stats.json
is "$(grep -o '"categories": {.*' stats.json | grep -o '"[a-z]*": {"executed"' \
      | tr -d '\n')" \
  '"input": {"executed""structure": {"executed""fact": {"executed""check": {"executed"' \
  "stats=FILE: the categories"
sum=$(grep -o '"categories": {.*' stats.json | grep -o '"executed": [0-9]*' \
      | awk '{ sum += $2 } END { print sum }')
is "$sum" "$(executed stats.json)" "stats=FILE: the categories add up"
compile output store=none stats
grep -q '^  category  *executed  *green  *hits  *ms  *bytes$' output \
  && grep -q '^  check  *[0-9]' output
ok $? "stats: the categories"

# Wrong values: one error that says what would be right.
while IFS='|' read -r argument message; do
  compile output store=none "$argument"
  is $? 1 "$argument is refused"
  grep -q "$message" output && [ "$(grep -c error: output)" = 1 ]
  ok $? "$argument is explained" || sed 's/^/#   /' output
done <<'END'
trace|needs a value
query-graph=|needs a value
query-graph-filter=body|filters what '-fplugin-arg-libqueries-query-graph' writes
query-graph-filter=body:|names no part of the query graph: a key is missing
query-graph-filter=early-unint:f|no query is called 'early-unint'; did you mean 'early_uninit'?
query-graph-filter=check_unit -> bdy:f|no query is called 'bdy'; did you mean 'body'?
why=check_unt|no query is called 'check_unt'; did you mean 'check_unit'?
why=check_unit -> body|is two queries
why=body:a==b|may not contain '='
forbid-edge=body|is one query
forbid-edge=body ->|a query is missing
query-grap=x|did you mean '-fplugin-arg-libqueries-query-graph'?
END

# Files that cannot be written: no compile fails for that, not by -Werror.
for argument in trace query-graph stats; do
  compile output store=none $argument=/dev/null/x
  is $? 0 "$argument that cannot be written: compiles"
  grep -q "libqueries: warning: cannot write .* to '/dev/null/x': Not a dir" \
    output
  ok $? "$argument that cannot be written: told"
done

# The same without GCC, where all checks are on.
warnings="-Wall -Wnull-dereference -Wsuggest-attribute=noreturn"
warnings+=" -Wsuggest-attribute=pure"
compile all store=all.store why dump-body-raw=unit.raw query-graph=graph
warnings=-Wall
for threads in 1 4; do
  "$driver" --threads=$threads --query-graph=driver.graph --why \
    --trace=driver.trace unit.raw > /dev/null 2> driver.why
  sed -i 's/unit\.raw/unit.c/g' driver.graph driver.why
  if [ "$(gcc_major)" -lt 12 ]; then
    skip "driver: graph and reasons" "GCC 11 has no -Winfinite-recursion"
    continue
  fi
  same graph driver.graph "driver: the graph with $threads threads"
  same all driver.why "driver: the reasons with $threads threads"
done
is_json driver.trace
ok $? "driver: the trace is JSON"
is "$(grep -c '"thread_name".*"main"' driver.trace)" 2 "driver: two tracks"
"$driver" --query-graph=driver.graph \
  --query-graph-filter='early-uninit -> body:top' unit.raw unit.raw > /dev/null
is_graph driver.graph && [ "$(grep -c digraph driver.graph)" = 2 ]
ok $? "driver: a graph for each unit"
"$driver" --why=early_uninit:top unit.raw 2>&1 > /dev/null \
  | grep -q "^\`early_uninit' of \`top' ran: "
ok $? "driver: --why=QUERY:KEY"
"$driver" --forbid-edge='early_uninit -> body' unit.raw > output 2>&1
is $? 3 "driver: --forbid-edge is a failure"
grep -q "it is forbidden to read" output
ok $? "driver: --forbid-edge tells"
for option in --why=bdy --query-graph-filter=body: --forbid-edge=body; do
  "$driver" "$option" unit.raw > /dev/null 2>&1
  is $? 2 "driver: $option is wrong usage"
done
"$driver" --trace=/dev/null/x unit.raw > /dev/null 2>&1
is $? 3 "driver: a trace that cannot be written"
finish
