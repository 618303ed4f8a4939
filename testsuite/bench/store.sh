# store.sh - what the store costs a compile, at home and with servers.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced by bench.sh.

# with_store STORE ARGUMENT...: the flags that load the plugin.
with_store ()
{
  printf '%s' "-fplugin=$PLUGIN -fplugin-arg-libqueries-store=$1"
  shift
  printf ' %s' "${@/#/-fplugin-arg-libqueries-}"
}

# difference FIGURE FILE FORMAT FACTOR: of a line that paired printed.
difference ()
{
  calculate "$3" "$4 * ($(field "$1_b" "$2") - $(field "$1_a" "$2"))"
}

# A unit of 50 functions that is as it was.  They are small, so that what the
# compile costs does not hide what the store does.
measure_small_unit ()
{
  local i threads
  for ((i = 0; i < 50; i++)); do
    printf 'int f%d (int *p, int n)\n{\n' $i
    printf '  return n > %d ? p[%d] + n : n;\n}\n' $i $i
  done > "$out/fifty.c"
  project_flags=
  files=fifty.c
  for threads in 1 auto; do
    rm -rf "$store"
    script without "$(with_store none threads=$threads)" "$out"
    script with "$(with_store "$store" threads=$threads)" "$out"
    # The second run notes that nothing was executed.
    sh "$out/with.sh" && sh "$out/with.sh"
    pair small-$threads 100 -p 0 "sh '$out/without.sh'" "sh '$out/with.sh'" \
      && row "store, 50 functions warm, threads=$threads: CPU" "-" \
	     "$(difference cpu "$out/small-$threads.pair" '%.2f ms' 1000)" \
	     "<= 0.5 ms"
  done
}

# With a server and nothing at home; then with one that does not answer.
measure_servers ()
{
  local project=$1 rounds=$2 original=$fetch_folder/$1 server
  local socket=$out/server.sock
  if ! command -v redis-server > /dev/null; then
    row "warm from a server: not measured" "$project" - "no redis-server"
    return
  fi
  redis-server --port 0 --unixsocket "$socket" --save '' --appendonly no \
    --daemonize no > "$out/server.log" 2>&1 &
  server=$!
  for i in $(seq 100); do
    [ ! -S "$socket" ] || break
    sleep 0.1
  done
  script plain "" "$original"
  script filling "$(with_store "none,redis+unix:$socket")" "$original"
  script served "$(with_store "$store,redis+unix:$socket" \
    stats="$out/served.json")" "$original"
  rm -f "$out/served.json"
  sh "$out/filling.sh"
  pair served "$rounds" -p 0 -b "rm -rf '$store'" \
    "sh '$out/plain.sh'" "sh '$out/served.sh'" \
    && row "warm from a server alone: CPU by plain" "$project" \
	   "$(field cpu_ratio "$out/served.pair")" "<= 1.02" \
    && row "warm from a server alone: queries executed" "$project" \
	   "$(number executed "$out/served.json")" "0"
  script stalled "$(with_store "none,redis+unix:$socket")" "$original"
  kill -STOP $server
  pair stalled "$rounds" "sh '$out/plain.sh'" "sh '$out/stalled.sh'" \
    && row "server stalled: wall time over plain, per unit" "$project" \
	   "$(difference wall "$out/stalled.pair" '%.2f s' \
		"1 / $(wc -w <<< "$files")")" "<= 0.5 s"
  kill -CONT $server
  kill $server
  wait $server 2> /dev/null
}
