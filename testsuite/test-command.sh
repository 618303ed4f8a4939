#!/usr/bin/env bash
# test-command.sh - the command `queries' over stores that the plugin wrote.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later

. "$srcdir/testsuite/tap.sh"
need_plugin
queries=$builddir/tools/queries
plant=$builddir/testsuite/command/plant

# Nothing of the tester's own.
export HOME=$scratch/home
unset XDG_CACHE_HOME XDG_CONFIG_HOME NO_COLOR CCACHE_DISABLE CCACHE_EXTRAFILES
for variable in $(env | sed -n 's/^\(QUERIES_[A-Z_]*\)=.*/\1/p'); do
  unset "$variable"
done
mkdir -p "$HOME" "$scratch/src"
cd "$scratch/src" || exit 99
store=$scratch/store

cat > shared.h <<'END'
int must_use (void) __attribute__ ((warn_unused_result));

static inline int
twice (int a)
{
  return a > 100 ? a : 2 * a;
}
END
cat > one.c <<'END'
#include "shared.h"

int
defects (int a)
{
  int x;
  must_use ();
  x += a;
  while (a-- > 0)
    x += twice (a);
  return x;
}

int
clean (int a)
{
  return a > 1 ? clean (a - 1) + defects (a) : 1;
}
END
cat > two.c <<'END'
#include "shared.h"

int
other (int a)
{
  return twice (a) + 1;
}
END

# build [STORE]: both units; prints how many queries were executed.  Without the check
# memory, for which callers ask where in the call graph of a unit an inline
# function is.
build ()
{
  local unit
  rm -f stats
  for unit in one two; do
    "$CC" -O2 -w -c $unit.c -o $unit.o -fplugin="$PLUGIN" \
      -fplugin-arg-libqueries-store="${1:-$store}" \
      -fplugin-arg-libqueries-verify=off \
      -fplugin-arg-libqueries-checks=-memory \
      -fplugin-arg-libqueries-stats=stats || return
  done
  sed -n 's/^\(.*\)"queries": {.*/\1/; s/.*"executed": \([0-9]*\).*/\1/p' \
    stats | awk '{ sum += $1 } END { print sum + 0 }'
}

# q OPTION...: run the command on $store; status, out and err are its.
q ()
{
  "$queries" "$@" --store="$store" > out 2> err < /dev/null
  status=$?
}

# shows TEXT NAME: TEXT is on stdout.
shows ()
{
  grep -qF -e "$1" out
  ok $? "$2"
  grep -qF -e "$1" out || sed 's/^/#   /' out err
}

# tells TEXT NAME: TEXT is on stderr.
tells ()
{
  grep -qF -e "$1" err
  ok $? "$2"
  grep -qF -e "$1" err || sed 's/^/#   /' out err
}

# number NAME: of the last output in --format=tab.
number ()
{
  sed -n "s/^$1	//p" out
}

# What is typed.

commands="stats why verify gc evict export import doctor config explain help"
q help
is $status 0 "help: exit status 0"
for command in $commands; do
  "$queries" help $command > out 2> err
  is $? 0 "help $command: exit status 0"
  shows "Usage: queries $command " "help $command: says how it is used"
  "$queries" $command --help > out2 2>&1
  same out out2 "$command --help: the same"
  "$queries" help > out
  shows "  $command " "help lists $command"
done
"$queries" --version > out
is "$?" 0 "--version: exit status 0"
shows "queries (libqueries) " "--version"
is "$("$queries" help | awk 'length > 79')" "" "help: no line too long"

# wrong TEXT ARGUMENT...: wrong usage, of which TEXT is said.
wrong ()
{
  local text=$1
  shift
  "$queries" "$@" > out 2> err
  is $? 2 "queries $*: exit status 2"
  tells "$text" "queries $*: says what is wrong"
  [ ! -s out ]
  ok $? "queries $*: nothing on stdout"
}
wrong "what shall be done?"
wrong "did you mean 'stats'?" stast
wrong "there is no command 'frobnicate'" frobnicate
wrong "did you mean '--format'?" stats --fromat=json
wrong "can be more than one" stats --max=3
wrong "there is no option '-x'" stats -x
wrong "needs a value" stats --format
wrong "takes no value" stats --zero=1
wrong "did you mean 'json'?" stats --format=jsno
wrong "'stats' has no option '--dry-run'" stats --dry-run
wrong "'export' needs FILE" export
wrong "too many operands" config max-size store
wrong "did you mean 'max-size'?" config max-siez
wrong "not a size" stats --max-size=huge
wrong "not an age" evict --older-than=soon --store="$store"
wrong "more than one folder" stats --store=a,b
wrong "no folder" verify --store=none
wrong "what shall be removed?" evict
wrong "takes auto|always|never" stats --color=red
"$queries" --store "$store" --form tab stats > out 2> err
is "$?:$(number functions)" 0:0 "options before the command, cut short, apart"

# No store.

for command in stats verify gc "evict --all" "evict --unit=x" \
	       "export $scratch/empty"; do
  # Words of command are arguments of their own.
  # shellcheck disable=SC2086
  q $command
  is $status 0 "$command without a store: exit status 0"
done
q why clean
is $status 1 "why without a store: exit status 1"
[ ! -e "$store" ]
ok $? "no store was made by looking"

# stats

cold=$(build)
[ "$cold" -gt 10 ]
ok $? "a cold build executes queries ($cold)"
is "$(build)" 0 "a warm build executes none"
q stats --format=tab
is $status 0 "stats: exit status 0"
is "$(number units) $(number functions) $(number functions_reused)" \
  "4 10 6" "stats: units, functions, reused (one inline twice)"
is "$(number executed) $(number units_unchanged) $(number max_size)" \
  "$cold 2 5368709120" "stats: executed, unchanged, the limit"
q stats
shows "of 10 (60.0 %)" "stats: reused in percent"
shows "of 5.0 GiB" "stats: size of the limit"
q stats -v
shows "keys asked for" "stats -v: every counter"
q stats --format=json
grep -qE '^\{"folder": ".*", "since": [0-9]+, .*"units": 4, .*\}$' out
ok $? "stats: JSON, one object"
q stats -z
is $status 0 "stats -z: exit status 0"
q stats --format=tab
is "$(number units) $(number functions)" "0 0" "stats -z: zero"

# why

sed -i 's/return twice (a) + 1/return twice (a) + 2/' two.c
build > /dev/null
q why other
is $status 0 "why: exit status 0"
shows "other (two.c:4)" "why: the function's place"
shows "because this body was not known" "why: the reason"
shows "unused_result" "why: what was executed"
q why two.c:6
shows "other (two.c:4)" "why FILE:LINE"
q why "$scratch/src/two.c:6"
shows "other (two.c:4)" "why /path/FILE:LINE"
q why clean
shows "nothing was executed" "why: what did not change"
q why twice --format=json
is "$(grep -o '"function": "twice"' out | wc -l)" 2 "why: in each unit"
q why two.c:1
is $status 1 "why at a place without a function: exit status 1"
q why nobody
is $status 1 "why of an unknown function: exit status 1"

# verify

q verify
is $status 0 "verify: exit status 0"
q verify --format=tab
is "$(number wrong) $(number differences) $(number units_verified)" "0 0 2" \
  "verify: nothing wrong in two units"
[ "$(number verified)" -ge "$cold" ]
ok $? "verify: computes again what was computed ($(number verified))"
q verify --no-rerun --format=tab
is "$status:$(number verified)" 0: "verify --no-rerun computes nothing"

# planted WHAT: verify finds it in a copy of the store.
planted ()
{
  local what=$1 text=$2
  shift 2
  rm -rf "$scratch/planted"
  cp -r "$store" "$scratch/planted"
  "$plant" "$scratch/planted" "$what" > /dev/null
  ok $? "planting: $what"
  "$queries" verify "$@" --store="$scratch/planted" > out 2> err
  is $? 1 "verify finds a wrong $what: exit status 1"
  shows "$text" "verify says so: $what"
}
planted result "problem result"
planted value "a result with another fingerprint" --no-rerun
planted body "problem value" --no-rerun
planted record "not a value of this version" --no-rerun
planted flip "the bytes are not those that were written" --no-rerun
"$queries" verify --format=json --store="$scratch/planted" > out 2>&1
grep -q '^{"problems": \[{"verdict": "problem", .*\], .*}$' out
ok $? "verify: JSON"

# Files cut short, and of garbage: told or empty, never a crash.
data=$store/v3/data.mdb
size=$(wc -c < "$data")
bad=0
for ((at = 0; at < size; at += size / 9 + 1)); do
  rm -rf "$scratch/planted"
  cp -r "$store" "$scratch/planted"
  head -c $at "$data" > "$scratch/planted/v3/data.mdb"
  for command in verify stats "why clean" "export $scratch/x" gc \
		 "evict --all"; do
    # shellcheck disable=SC2086
    "$queries" $command --store="$scratch/planted" > out 2>&1
    [ $? -le 3 ] || { bad=$((bad + 1)); echo "# $command, cut at $at"; }
  done
done
is $bad 0 "cut short anywhere: no crash"
head -c 100000 /dev/urandom > "$scratch/planted/v3/data.mdb"
"$queries" verify --store="$scratch/planted" > out 2>&1
is $? 1 "verify of garbage: exit status 1"
printf 'garbage' > "$scratch/planted/statistics"
"$queries" stats --store="$scratch/planted" > out 2> err
is $? 0 "stats of garbage: exit status 0"
tells "damaged" "stats of garbage: says so"

# export and import

q export "$scratch/archive"
is $status 0 "export: exit status 0"
warm=$scratch/warm
"$queries" import "$scratch/archive" --store="$warm" --format=tab > out 2> err
is $? 0 "import: exit status 0"
[ "$(number imported)" -gt 5 ]
ok $? "import: values ($(number imported))"
is "$(build "$warm")" 0 "a build in the other folder is warm"
"$queries" import "$scratch/archive" --store="$warm" --format=tab > out
is "$(number imported)" 0 "import again: all is there"
! grep -qF "$scratch" "$scratch/archive"
ok $? "no path is in the file"
rm -rf "$warm"
"$queries" export - --store="$store" | "$queries" import -q - --store="$warm"
is "${PIPESTATUS[*]}" "0 0" "export - | import -: exit status 0"
is "$(build "$warm")" 0 "through a pipe: warm"
q export --used-within=1d "$scratch/recent" --format=tab
is "$(number left_out)" 0 "export --used-within: what is new is there"

size=$(wc -c < "$scratch/archive")
bad=0 found=0
for ((at = 0; at < size; at += size / 40 + 1)); do
  cp "$scratch/archive" "$scratch/flipped"
  printf '\377' | dd of="$scratch/flipped" bs=1 seek=$at conv=notrunc 2> /dev/null
  cmp -s "$scratch/archive" "$scratch/flipped" && continue
  rm -rf "$warm"
  "$queries" import "$scratch/flipped" --store="$warm" > out 2>&1
  status=$?
  [ $status -le 3 ] || { bad=$((bad + 1)); echo "# flipped at $at"; }
  [ $status = 0 ] || found=$((found + 1))
  if [ -d "$warm" ]; then
    "$queries" verify --store="$warm" > out 2>&1
    [ $? = 0 ] || { bad=$((bad + 1)); echo "# imported, flipped at $at"; }
  fi
  rm -rf "$warm"
  head -c $at "$scratch/archive" > "$scratch/cut"
  "$queries" import "$scratch/cut" --store="$warm" > out 2>&1
  status=$?
  [ $status = 1 ] || [ $status = 3 ] \
    || { bad=$((bad + 1)); echo "# cut at $at: $status"; }
done
is $bad 0 "import of damaged files: no crash, nothing wrong gets in"
[ $found -gt 20 ]
ok $? "import of damaged files: told ($found)"
q import two.c
is $status 3 "import of something else: exit status 3"
tells "not a file of 'queries export'" "import of something else: says so"
q import nowhere
is $status 3 "import of no file: exit status 3"
q export "$scratch/no/such/folder/x"
is $status 3 "export to no folder: exit status 3"
cp "$scratch/archive" "$scratch/old"
(ulimit -f 1; "$queries" export "$scratch/old" --store="$store" > out 2> err)
# A block is 1 KiB at least.
same "$scratch/archive" "$scratch/old" "a failed export leaves the old file"
is "$(find "$scratch" -maxdepth 1 -name 'old.*')" "" "and no new one"

# Writing where there is no room or no reader.
if [ -w /dev/full ]; then
  "$queries" help > /dev/full 2> err
  is $? 3 "stdout is full: exit status 3"
  q export /dev/full
  is $status 3 "export to a full disk: exit status 3"
else
  skip "stdout is full" "no /dev/full"
fi
for command in help stats "export -"; do
  # shellcheck disable=SC2086
  ( "$queries" $command --store="$store" 2> err; echo $? > status ) | :
  status=$(cat status)
  [ "$status" = 141 ] || [ "$status" = 0 ]
  ok $? "$command, and nobody reads: as if killed by SIGPIPE ($status)"
  is "$(cat err)" "" "$command, and nobody reads: no message"
done

# gc and evict

q evict --unit=one.c --dry-run --format=tab
is "$status" 0 "evict --dry-run: exit status 0"
[ "$(number unwanted)" -gt 3 ]
ok $? "evict --dry-run: says how much"
is "$(build)" 0 "evict --dry-run: changes nothing"
q evict --unit='one.[ch]'
is $status 0 "evict --unit: exit status 0"
executed=$(build)
[ "$executed" -gt 0 ] && [ "$executed" -lt "$cold" ]
ok $? "evict --unit: that unit is cold, the other one warm ($executed)"
q evict --function=clean --format=tab
is "$status:$(number unwanted)" 0:2 "evict --function: its record and body"
q why clean
shows "clean" "evict --function: the log stays"
executed=$(build)
[ "$executed" -gt 0 ] && [ "$executed" -lt "$cold" ]
ok $? "evict --function: a part is cold ($executed)"
q evict --older-than=1d --format=tab
is "$status:$(number unwanted)" 0:0 "evict --older-than: nothing is so old"
q gc --format=tab
is "$status:$(number evicted)" 0:0 "gc: within limits, nothing leaves"
is "$(build)" 0 "gc: still warm"
for ((i = 0; i < 400; i++)); do
  echo "int f$i (int a) { while (a > $i) a -= a / 2 + $i; return a; }"
done > many.c
"$CC" -O1 -w -c many.c -o many.o -fplugin="$PLUGIN" \
  -fplugin-arg-libqueries-store="$scratch/large"
"$queries" gc --max-size=256K --format=tab --store="$scratch/large" > out
is $? 0 "gc --max-size: exit status 0"
[ "$(number evicted)" -gt 0 ] && [ "$(number size_after)" -le 262144 ]
ok $? "gc --max-size: what is too much leaves ($(number evicted))"
"$queries" verify --no-rerun --store="$scratch/large" > out
is $? 0 "gc --max-size: the rest is whole"
q evict --all --format=tab
is "$status:$(number values_after)" 0:0 "evict --all: empty"
is "$(build)" "$cold" "evict --all: cold"

# A read-only folder.

# as_user COMMAND...: as somebody to whom permissions mean something.
as_user ()
{
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --clear-groups --inh-caps=-all "$@"
  else
    "$@"
  fi
}
chmod a+rx "$scratch" "$scratch/src" "$HOME"
chmod -R a+rX,a-w "$store" "$scratch/large"
chmod a+r "$scratch/archive"
if as_user "$queries" --version > /dev/null 2>&1; then
  for command in stats verify "export -" "why clean"; do
    # shellcheck disable=SC2086
    as_user "$queries" $command --store="$store" > out 2> err
    is $? 0 "$command of a read-only folder: exit status 0"
  done
  for command in "evict --all" gc "stats -z" "import $scratch/archive"; do
    # shellcheck disable=SC2086
    as_user "$queries" $command --store="$scratch/large" > out 2> err
    is $? 3 "$command in a read-only folder: exit status 3"
    [ -s err ]
    ok $? "$command in a read-only folder: says so"
  done
else
  skip "a read-only folder" "nobody else can run this here"
fi
chmod -R u+w "$store" "$scratch/large"
chmod 700 "$store"

# config

cat > .queries.conf <<'END'
max-size = 1G
store = redis://user:password@host:1234/5, cache
END
"$queries" config > out 2> err
is $? 0 "config: exit status 0"
shows "max-size = 1G" "config: the project's value"
shows "# project $scratch/src/.queries.conf:1" "config: its place"
shows "cache,redis://***@host:1234/5" "config: servers, without passwords"
! grep -q password out err
ok $? "config: no password"
QUERIES_MAX_SIZE=2G "$queries" config --max-age=3d > out
shows "# environment QUERIES_MAX_SIZE" "config: a variable"
shows "# argument" "config: an option"
(unset QUERIES_STORE; cd "$scratch" && QUERIES_DIR=$scratch/elsewhere "$queries" config) > out
shows "store = $scratch/elsewhere" "config: QUERIES_DIR"
shows "# environment QUERIES_DIR" "config: that it is QUERIES_DIR"
is "$(QUERIES_MAX_SIZE=2G "$queries" config max-size)" 2G "config KEY"
echo "max-age = old" >> .queries.conf
"$queries" config > out 2> err
is $? 1 "config: what cannot be read: exit status 1"
tells ".queries.conf:3: not an age" "config: what cannot be read: says so"
"$queries" doctor > out 2> err
is $? 1 "doctor: the same: exit status 1"
shows "problem settings" "doctor: the same: a problem"
rm .queries.conf

# doctor

export LD_LIBRARY_PATH=${PLUGIN%/*}:${LD_LIBRARY_PATH-}
q doctor
is $status 0 "doctor: exit status 0"
shows "fine    plugin     -fplugin=libqueries.so is libqueries " \
  "doctor: the plugin is found"
grep -q '^fine    compiler .* is GCC ' out
ok $? "doctor: the compiler"
q doctor --format=json
grep -qE '^\{"items": \[.*\], "problems": 0\}$' out
ok $? "doctor: JSON"
q doctor --compiler=no-such-compiler
is $status 1 "doctor: no compiler: exit status 1"
shows "'no-such-compiler' cannot be run" "doctor: no compiler"
LD_LIBRARY_PATH= q doctor
shows "finds the plugin under none of its names" "doctor: no plugin"
QUERIES_DISABLE=1 q doctor
shows "QUERIES_DISABLE is set" "doctor: switched off"
QUERIES_DISABLE=0 q doctor
grep -q QUERIES_DISABLE out
is $? 1 "doctor: QUERIES_DISABLE=0 is nothing"
chmod 777 "$store"
q doctor
is $status 1 "doctor: a folder that others may write: exit status 1"
shows "can be written by others" "doctor: a folder that others may write"
chmod 700 "$store"
# Nobody listens at port 1.
"$queries" doctor --store="$store,redis://127.0.0.1:1" > out 2>&1
shows "problem server" "doctor: a server that is down"
MAKEFLAGS="--jobserver-auth=98,99" q doctor
shows "out of reach" "doctor: a job server that is out of reach"
if ccache=$(command -v ccache); then
  mkdir -p "$scratch/masquerade"
  ln -sf "$ccache" "$scratch/masquerade/gcc"
  PATH=$scratch/masquerade:$PATH CFLAGS="-O2 -fplugin=libqueries.so" \
    CCACHE_DIR=$scratch/ccache q doctor --compiler=gcc
  is $status 1 "doctor: ccache and a bare name: exit status 1"
  shows "problem ccache" "doctor: ccache and a bare name"
  PATH=$scratch/masquerade:$PATH CCACHE_DIR=$scratch/ccache \
    CCACHE_EXTRAFILES=$PLUGIN CFLAGS="-fplugin=libqueries.so" \
    q doctor --compiler=gcc
  shows "and looks at the plugin's file" "doctor: ccache that knows the plugin"
else
  skip "doctor: ccache" "no ccache"
fi
unset LD_LIBRARY_PATH

# Colours

q doctor --color=always
grep -q $'\033' out
ok $? "--color=always"
q doctor
! grep -q $'\033' out
ok $? "no colours but on a terminal"

# What is made of the tables.

for command in $commands; do
  grep -q "^\.SS \"queries $command " "$builddir/queries.1"
  ok $? "the manual has $command"
done
if command -v man > /dev/null; then
  is "$(man --warnings -E UTF-8 -l -Tutf8 -Z "$builddir/queries.1" \
	2>&1 > /dev/null)" "" "man reads the manual without a warning"
else
  skip "man reads the manual without a warning" "no man"
fi

# complete WORD...: what bash proposes for the last one.
complete_words ()
{
  bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
	   _queries; printf "%s\n" "${COMPREPLY[@]}"' \
    bash "$builddir/completion/queries" "$@" | sort | tr '\n' ' '
}
is "$(complete_words queries st)" "stats " "completion: commands"
is "$(complete_words queries stats --z)" "--zero " "completion: options"
is "$(complete_words queries stats --format = j)" "json " "completion: values"
is "$(complete_words queries config max-)" "max-age max-size " \
  "completion: settings"
finish
