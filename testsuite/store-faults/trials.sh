# trials.sh - compiles on stores to which something happens.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# To be sourced by test-store-faults.sh, after tap.sh.

tried=0 crashes=0 wrong=0
all_tried=0 all_crashes=0 all_wrong=0
units="alpha beta gamma delta epsilon zeta eta theta"

# A unit with some findings, some calls, and something of its own.
write_unit ()
{
  cat <<END
#include <stddef.h>
int must_use (int) __attribute__ ((warn_unused_result));
extern int ${1}_count;
struct ${1} { int a; char b[${#1}]; struct ${1} *next; };
static int ${1}_sum (struct ${1} *p)
{ int n = 0; for (; p; p = p->next) n += p->a; return n; }
int ${1}_uninit (int n) { int x; if (n > ${#1}) x = n; return x + ${#1}; }
int ${1}_drop (int n) { must_use (n); return ${1}_count; }
int ${1}_none (int n) { if (n) return ${#1}; }
int ${1}_null (struct ${1} *p) __attribute__ ((nonnull));
int ${1}_null (struct ${1} *p) { return p == NULL ? 0 : ${1}_sum (p); }
static inline int shared (int n) { int y; return n ? n : y; }
int ${1}_last (int n) { ${1}_count = shared (n); return ${1}_drop (n); }
END
}

# compile UNIT OUT [OPTION...]: to OUT.o, messages to OUT.err.
compile ()
{
  local unit=$1 out=$2
  shift 2
  (cd "$scratch/src" \
   && $CC -O1 -Wall -c "$unit.c" -o "$out.o" -fplugin="$PLUGIN" "$@") \
    2> "$out.err"
}

# Count the compile that ended with STATUS, of UNIT to OUT.
judge ()
{
  local status=$1 unit=$2 out=$3
  tried=$((tried + 1))
  if [ "$status" -ne 0 ] \
     || grep -qE 'internal (compiler )?error|[Ss]egmentation|terminated' \
	  "$out.err"; then
    crashes=$((crashes + 1))
    echo "#   $unit ended with $status"
    head -5 "$out.err" | sed 's/^/#   /'
  elif ! cmp -s "$out.err" "$scratch/expected/$unit.err" \
       || ! cmp -s "$out.o" "$scratch/expected/$unit.o"; then
    wrong=$((wrong + 1))
    diff "$scratch/expected/$unit.err" "$out.err" | head -8 | sed 's/^/#   /'
  fi
}

# try UNIT FOLDER [OPTION...]: one trial on the store in FOLDER.
try ()
{
  local unit=$1 folder=$2
  shift 2
  compile "$unit" "$scratch/out/$unit" \
    -fplugin-arg-libqueries-store="$folder" "$@"
  judge $? "$unit" "$scratch/out/$unit"
}

# The case NAME is over.
conclude ()
{
  [ $tried -gt 0 ] && [ $crashes -eq 0 ] && [ $wrong -eq 0 ]
  ok $? "$1: $tried tried, $crashes crashes, $wrong wrong findings"
  add_up
}

add_up ()
{
  all_tried=$((all_tried + tried))
  all_crashes=$((all_crashes + crashes))
  all_wrong=$((all_wrong + wrong))
  tried=0 crashes=0 wrong=0
}

# The sums of all cases.
conclude_all ()
{
  tried=$all_tried crashes=$all_crashes wrong=$all_wrong
  conclude "in all"
}

# A number below LIMIT.
below ()
{
  echo $(((RANDOM << 15 | RANDOM) % $1))
}

data_of ()
{
  echo "$1"/*/data.mdb
}

# A copy of the full store in FOLDER.
fresh_store ()
{
  rm -rf "$1"
  cp -r "$scratch/full" "$1"
}

trials_set_up ()
{
  local unit
  RANDOM=1
  fuzz=$builddir/testsuite/fuzz
  mkdir "$scratch"/{src,expected,out,raw}
  for unit in $units; do
    write_unit "$unit" > "$scratch/src/$unit.c"
    compile "$unit" "$scratch/expected/$unit" \
      -fplugin-arg-libqueries-store=none \
      -fplugin-arg-libqueries-dump-body-raw="$scratch/raw/$unit" \
      || { echo "Bail out! $unit.c does not compile"; exit 1; }
    compile "$unit" "$scratch/expected/$unit" \
      -fplugin-arg-libqueries-store=none
    try "$unit" "$scratch/full"
  done
  [ "$(grep -c warning: "$scratch/expected/alpha.err")" -ge 4 ]
  ok $? "there are findings to be lost"
  conclude "a store is filled"
  for unit in $units; do
    try "$unit" "$scratch/full"
  done
  conclude "a store is used"
}

# in_process NAME PROGRAM ARGUMENT...: it ends with a line of numbers.
in_process ()
{
  local name=$1 program=$2
  shift 2
  (cd "$scratch" && timeout 3600 "$fuzz/$program" "$@") \
    > "$scratch/out/log" 2>&1
  ok $? "$name, without GCC: $(tail -1 "$scratch/out/log" | sed 's/.*: //')"
  read -r tried crashes wrong < <(tail -1 "$scratch/out/log" | sed -n \
    's/.*: \([0-9]*\) tried, \([0-9]*\) crashes, \([0-9]*\) wrong.*/\1 \2 \3/p')
  add_up
  grep -v ' tried, ' "$scratch/out/log" | head -20 | sed 's/^/#   /'
}

damaged_by_gcc ()
{
  local i size seed
  size=$(stat -c %s "$(data_of "$scratch/full")")
  for ((i = 0; i < by_gcc; i++)); do
    fresh_store "$scratch/store"
    seed=$((i + 1))
    [ "$1" != truncate ] || seed=$((i * size / by_gcc))
    "$fuzz/fuzz-damage" --damage "$1" $seed "$(data_of "$scratch/store")"
    try alpha "$scratch/store"
    try beta "$scratch/store"
  done
  conclude "damaged by $1"
}

# With verify=all the difference is told, and that is all.
hostile_by_gcc ()
{
  local i forged=0 unit=epsilon out=$scratch/out/epsilon
  for ((i = 0; i < by_gcc; i++)); do
    fresh_store "$scratch/store"
    "$fuzz/fuzz-hostile" --change "$scratch/store" $((i + 1)) || exit 99
    cp -r "$scratch/store" "$scratch/store.2"
    compile $unit "$out" -fplugin-arg-libqueries-store="$scratch/store" \
      -fplugin-arg-libqueries-verify=all
    status=$?
    sed -i -e '/^libqueries: .*stored result/d' -e '/^  \.\.\. when /d' \
      -e '/^  everything is computed anew/d' "$out.err"
    judge $status $unit "$out"
    # Without: nothing but what was forged with care.
    compile $unit "$out" -fplugin-arg-libqueries-store="$scratch/store.2" \
      -fplugin-arg-libqueries-verify=off
    status=$?
    cmp -s "$out.err" "$scratch/expected/$unit.err" || forged=$((forged + 1))
    grep -E 'internal (compiler )?error' "$out.err" > "$out.bad"
    cp "$scratch/expected/$unit.err" "$out.err"
    cat "$out.bad" >> "$out.err"
    judge $status $unit "$out"
    rm -rf "$scratch/store.2"
  done
  conclude "hostile records"
  echo "#   forged findings shown without verification: $forged"
}

# The plugin with another hash of its sources in it.
other_build ()
{
  local hash other mine=$PLUGIN unit
  hash=$(sed -n 's/.*unit_build\[\] = "\(.*\)".*/\1/p' "$builddir/build-id.c")
  other=$(echo "$hash" | tr 0-9a-f 1-9a-f0)
  mkdir "$scratch/other"
  sed "s/$hash/$other/" "$(readlink -f "$PLUGIN")" \
    > "$scratch/other/libqueries.so"
  rm -rf "$scratch/store"
  PLUGIN=$scratch/other/libqueries.so
  for unit in $units; do
    try "$unit" "$scratch/store"
  done
  PLUGIN=$mine
  for unit in $units; do
    try "$unit" "$scratch/store" \
      -fplugin-arg-libqueries-stats="$scratch/out/stats"
  done
  PLUGIN=$scratch/other/libqueries.so
  for unit in $units; do
    try "$unit" "$scratch/store"
  done
  PLUGIN=$mine
  conclude "records of another build"
  ! sed 's/"queries".*//' "$scratch/out/stats" | grep -q '"executed": *0,'
  ok $? "nothing of another build is used"
}

# Failing calls.  The injector counts those below one folder.

need_injector ()
{
  [ -z "${injector:-}" ] || return 0
  [ -f "$srcdir/testsuite/inject/inject.c" ] || return 1
  injector=$scratch/inject.so
  $CC -D_GNU_SOURCE -DINJECT_PRELOAD -I"$srcdir" -shared -fPIC -O1 \
    -o "$injector" "$srcdir/testsuite/inject/inject.c" -ldl -pthread
}

# injected AT HOW ERROR UNIT [OUT]: compile on the store, return its status.
injected ()
{
  INJECT_FOLDER=$scratch/store INJECT_AT=$1 INJECT_HOW=$2 INJECT_ERROR=$3 \
    INJECT_COUNT=$scratch/out/count LD_PRELOAD=$injector \
    compile "$4" "$scratch/out/$4" \
    -fplugin-arg-libqueries-store="$scratch/store"
}

# store_as STATE: empty, or with other units in it.
store_as ()
{
  rm -rf "$scratch/store"
  [ "$1" = empty ] || cp -r "$scratch/half" "$scratch/store"
}

# How many calls a compile of theta makes on a store in STATE.
count_calls ()
{
  store_as "$1"
  rm -f "$scratch/out/count"
  injected 0 fail 0 theta
  sort -n "$scratch/out/count" | tail -1
}

prepare_half ()
{
  [ ! -d "$scratch/half" ] || return 0
  compile alpha "$scratch/out/alpha" \
    -fplugin-arg-libqueries-store="$scratch/half"
  compile beta "$scratch/out/beta" \
    -fplugin-arg-libqueries-store="$scratch/half"
}

failing_calls ()
{
  local state how error at calls
  if ! need_injector; then
    skip "calls that fail" "no injector"
    return
  fi
  prepare_half
  # ENOSPC, EIO, EACCES.
  for error in 28 5 13; do
    for state in empty half; do
      calls=$(count_calls $state)
      for how in fail fail-from; do
	for ((at = 1 + RANDOM % step; at <= calls; at += step)); do
	  store_as $state
	  injected $at $how $error theta
	  judge $? theta "$scratch/out/theta"
	  try theta "$scratch/store"
	done
      done
    done
    conclude "calls that fail with error $error (of $calls)"
  done
}

killed_at_calls ()
{
  local state how at calls status
  if ! need_injector; then
    skip "killed at calls" "no injector"
    return
  fi
  prepare_half
  for state in empty half; do
    calls=$(count_calls $state)
    for how in kill kill-half kill-after; do
      for ((at = 1 + RANDOM % step; at <= calls; at += step)); do
	store_as $state
	injected $at $how 0 theta && killed_nobody=$((${killed_nobody:-0} + 1))
	try theta "$scratch/store"
	try alpha "$scratch/store"
      done
    done
  done
  conclude "killed at calls (of $calls)"
  [ -z "${killed_nobody:-}" ] \
    || echo "#   calls that nobody came to: $killed_nobody"
}

# A build that is killed.

write_makefile ()
{
  printf 'all:'
  printf ' %s.o' $units
  printf '\n%%.o: %s/%%.c\n' "$scratch/src"
  printf '\t@cd %s && %s -O1 -Wall -c $*.c -o %s/$*.o -fplugin=%s %s' \
    "$scratch/src" "$CC" "$scratch/make" "$PLUGIN" \
    "-fplugin-arg-libqueries-store=$scratch/store"
  printf ' 2> %s/$*.err\n' "$scratch/make"
}

# Time of a whole build, in milliseconds.
build_time ()
{
  local start=${EPOCHREALTIME/./}
  "$MAKE" -s -j8 -C "$scratch/make" > /dev/null 2>&1
  echo $(((${EPOCHREALTIME/./} - start) / 1000))
}

judge_make ()
{
  local unit
  for unit in $units; do
    [ -f "$scratch/make/$unit.o" ]
    judge $? "$unit" "$scratch/make/$unit"
  done
}

killed_makes ()
{
  local i time pid moment
  mkdir "$scratch/make"
  write_makefile > "$scratch/make/Makefile"
  rm -rf "$scratch/store"
  time=$(build_time)
  for ((i = 0; i < kills; i++)); do
    # Now and then from nothing.
    [ $((i % 4)) -ne 0 ] || rm -rf "$scratch/store"
    rm -f "$scratch"/make/*.{o,err}
    setsid "$MAKE" -s -j8 -C "$scratch/make" > /dev/null 2>&1 &
    pid=$!
    moment=$(below $((time + 1)))
    sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
    kill -9 -- -$pid 2> /dev/null
    wait $pid 2> /dev/null
    rm -f "$scratch"/make/*.{o,err}
    "$MAKE" -s -j8 -C "$scratch/make" > /dev/null 2>&1
    judge_make
  done
  conclude "make -j8 killed $i times, and run again"
}

many_at_once ()
{
  local i round unit
  for round in empty used; do
    [ $round = used ] || rm -rf "$scratch/store"
    for ((i = 0; i < compilers; i++)); do
      unit=$(echo $units | cut -d ' ' -f $((i % 8 + 1)))
      (compile "$unit" "$scratch/out/many.$i" \
	 -fplugin-arg-libqueries-store="$scratch/store"
       echo $? > "$scratch/out/many.$i.status") &
    done
    wait
    for ((i = 0; i < compilers; i++)); do
      unit=$(echo $units | cut -d ' ' -f $((i % 8 + 1)))
      judge "$(cat "$scratch/out/many.$i.status")" "$unit" \
	"$scratch/out/many.$i"
    done
  done
  conclude "$compilers compilers at once"
}

# Servers.  Sockets have short names.

# with_server UNIT: a trial with an empty folder in front of the server.
with_server ()
{
  rm -rf "$scratch/store"
  QUERIES_DIR=$scratch/store QUERIES_STORE=redis+unix:$sockets/server \
    compile "$1" "$scratch/out/$1"
  judge $? "$1" "$scratch/out/$1"
}

start_redis ()
{
  (cd "$sockets" && exec redis-server --port 0 --save '' --appendonly no \
     --unixsocket "$sockets/server" > "$sockets/log" 2>&1) &
  wait_for_server
}

# The shell shall say nothing of its end.
wait_for_server ()
{
  server=$!
  disown $server
  for _ in $(seq 200); do
    [ ! -S "$sockets/server" ] || return 0
    sleep 0.05
  done
  return 1
}

stop_server ()
{
  kill -9 $server 2> /dev/null
  while kill -0 $server 2> /dev/null; do
    sleep 0.01
  done
  rm -f "$sockets/server"
}

# Killed at random while units are compiled one after the other.
killed_servers ()
{
  local i unit
  for ((i = 0; i < servers; i++)); do
    start_redis || return
    (sleep "0.$(printf %02d $(below 60))"; kill -9 $server 2> /dev/null) &
    for unit in alpha beta gamma; do
      with_server $unit
    done
    wait $!
    stop_server
  done
  conclude "a server that is killed"
}

stalled_server ()
{
  local i
  start_redis || return
  with_server alpha
  kill -STOP $server
  for ((i = 0; i < servers; i++)); do
    with_server alpha
  done
  kill -CONT $server
  stop_server
  conclude "a server that stalls"
}

# serving KIND NAME: a server of ours.
serving ()
{
  local i
  "$fuzz/fuzz-damage" --serve "$1" "$sockets/server" 2> /dev/null &
  wait_for_server || return
  for ((i = 0; i < servers; i++)); do
    with_server alpha
    with_server zeta
  done
  stop_server
  conclude "$2"
}

servers_gone ()
{
  sockets=$(mktemp -d /tmp/store-faults-XXXXXX) || exit 99
  serving garbage "a server that answers garbage"
  serving stall "a server that never answers"
  if type redis-server > /dev/null 2>&1; then
    killed_servers
    stalled_server
  else
    skip "a server that is killed, and one that stalls" \
      "no redis-server (Debian: redis-server)"
  fi
  rm -rf "$sockets"
}
