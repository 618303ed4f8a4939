#!/usr/bin/env bash
# test-neighbours.sh - together with what else is around a compile.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ccache, distcc, make -j64, users without a home, homes and disks that cannot
# be written: the compile ends as it would without the plugin, and findings are
# the same.

. "$srcdir/testsuite/tap.sh"
need_plugin
unset CCACHE_DIR CCACHE_CONFIGPATH DISTCC_HOSTS

# unit NAME: a file with a finding, and functions of its own.
unit ()
{
  cat <<END
__attribute__ ((warn_unused_result)) int get (void);
int
$1_one (int x)
{
  int y;
  get ();
  return x + y;
}
int
$1_two (int x)
{
  return $1_one (x) * 2;
}
END
}

unit plain > "$scratch/plain.c"
cd "$scratch" || exit 99
# Without carets, so that what is compared is short.
flags=(-O2 -Wall -fno-diagnostics-show-caret)
$CC "${flags[@]}" -c plain.c -o plain.o 2> plain.err
grep -q 'ignoring return value' plain.err
ok $? "GCC warns of the unit"

# with PLUGIN STORE OPTION...: the options that load it.
with ()
{
  local plugin=$1 store=$2 base
  base=${plugin##*/}
  base=${base%.so}
  shift 2
  echo "-fplugin=$plugin -fplugin-arg-$base-store=$store" \
    "$(for option; do echo "-fplugin-arg-$base-$option"; done)"
}

# sorted FILE: what was said.  GCC 11 does not say where a variable is.
sorted ()
{
  if [ "$(gcc_major)" -lt 12 ]; then
    grep -v 'note: .* was declared here' "$1" | sort
  else
    sort "$1"
  fi
}

# compiles NAME COMMAND...: exits as plain GCC, with its warnings and object.
compiles ()
{
  local name=$1 status=0
  shift
  rm -f out.o
  "$@" "${flags[@]}" -c plain.c -o out.o 2> out.err || status=$?
  sorted out.err > out.sorted
  sorted plain.err > plain.sorted
  [ $status -eq 0 ] && cmp -s out.o plain.o && cmp -s out.sorted plain.sorted
  ok $? "$name"
  [ $status -eq 0 ] || sed 's/^/# /' out.err | head -20
}

lines ()
{
  cat "$1" 2> /dev/null | wc -l
}

# ccache in front: on a hit the plugin does not run, and its warnings are
# replayed; a plugin that was replaced is seen, if its whole name is given.
if command -v ccache > /dev/null; then
  export CCACHE_DIR=$scratch/ccache CCACHE_NODIRECT=1
  cp "$PLUGIN" copy.so
  options=$(with "$scratch/copy.so" "$scratch/ccache-store" stats="$scratch/runs")
  compiles "ccache, a miss" ccache $CC $options
  is "$(lines runs)" 1 "... runs the plugin"
  compiles "ccache, a hit" ccache $CC $options
  is "$(lines runs)" 1 "... does not"
  # Another size: it is another plugin.
  echo >> copy.so
  compiles "ccache, another plugin" ccache $CC $options
  is "$(lines runs)" 2 "... runs it"
  compiles "ccache, another argument" ccache $CC $options \
    -fplugin-arg-copy-checks=all
  is "$(lines runs)" 3 "... runs it"
  QUERIES_THREADS=3 compiles "ccache, another environment" ccache $CC $options
  is "$(lines runs)" 3 "... is a hit: no variable changes what is found"
  unset CCACHE_DIR CCACHE_NODIRECT
else
  skip "ccache" "there is none"
fi

# Many compilers at once on one store: all of their findings are there, and
# afterwards everything is remembered.
mkdir many
for i in $(seq 64); do
  unit "f$i" > "many/unit$i.c"
done
cat > many/Makefile <<'END'
OBJECTS := $(patsubst %.c,%.o,$(wildcard unit*.c))
all: $(OBJECTS)
%.o: %.c
	$(CC) $(FLAGS) -c $< -o $@ 2> $*.err
END
many ()
{
  rm -f many/*.o many/*.err
  "$MAKE" -s -C many -j64 CC="$CC" FLAGS="${flags[*]} $*" > many.out 2>&1 \
    || return
  cat many/*.err > many.err
  sorted many.err > "$result"
}
result=many.plain many
result=many.cold many $(with "$PLUGIN" "$scratch/many-store")
ok $? "64 compilers at once"
same many.cold many.plain "... with GCC's findings"
# What found the store busy was dropped; each round leaves less to do.
for round in 1 2 3 4 5 6 7 8; do
  rm -f statistics
  result=many.warm many $(with "$PLUGIN" "$scratch/many-store" \
			    stats="$scratch/statistics") || break
  cmp -s many.warm many.plain || break
  executed=$(sed 's/.*"executed": \([0-9]*\), "green".*/\1/' statistics \
	       | awk '{ sum += $1 } END { print sum }')
  [ "$executed" != 0 ] || break
done
is "$executed" 0 "... and in the end everything is remembered"
same many.warm many.plain "... with the same findings"

# Nowhere to remember: silent, unless somebody asks.
compiles "no HOME" env -u HOME -u XDG_CACHE_HOME -u QUERIES_DIR \
  $CC -fplugin="$PLUGIN"
out=$(env -u HOME -u XDG_CACHE_HOME -u QUERIES_DIR $CC -fplugin="$PLUGIN" \
	-fplugin-arg-libqueries-verbose -c plain.c -o out.o 2>&1)
[[ $out == *"nothing will be remembered: no folder is known for it"* ]]
ok $? "... which verbose tells"
compiles "HOME that is no folder" env -u XDG_CACHE_HOME HOME=/dev/null \
  $CC -fplugin="$PLUGIN"

# A user that nobody knows, as containers have them, in places that are not his:
# root can be somebody else.  strange/ is his and ours.
stranger=()
[ "$(id -u)" != 0 ] \
  || stranger=(setpriv --reuid 54321 --regid 54321 --clear-groups)
mkdir strange home
cp plain.c plain.o plain.err strange
cp "$PLUGIN" strange/libqueries.so
chmod 755 "$scratch" strange/libqueries.so
chmod 777 strange
chmod 555 home
cd strange || exit 99
plugin=$scratch/strange/libqueries.so
if ! "${stranger[@]}" test -r "$plugin" 2> /dev/null; then
  skip "a home that cannot be written" "the build folder is out of reach"
else
  compiles "a home that cannot be written" "${stranger[@]}" \
    env HOME="$scratch/home" $CC -fplugin="$plugin"
  if [ ${#stranger[@]} -gt 0 ]; then
    compiles "a home that is somebody else's" "${stranger[@]}" \
      env HOME=/root $CC -fplugin="$plugin"
    compiles "another user's store" "${stranger[@]}" \
      $CC $(with "$plugin" "$scratch/many-store")
  fi
fi

# distcc: its server takes no plugins, so it compiles here after all.
if command -v distccd > /dev/null \
   && "${stranger[@]}" test -r "$plugin" 2> /dev/null; then
  port=$((20000 + $$ % 20000))
  mkdir distcc
  "${stranger[@]}" distccd --no-detach --daemon --listen 127.0.0.1 \
    --allow 127.0.0.1 --port $port --jobs 2 --enable-tcp-insecure \
    --log-stderr 2> distccd.log &
  daemon=$!
  for i in $(seq 100); do
    (: < /dev/tcp/127.0.0.1/$port) 2> /dev/null && break
    sleep 0.1
  done
  # distcc's own words are its own.
  compiles_with_distcc ()
  {
    local status=0
    DISTCC_DIR=$PWD/distcc DISTCC_HOSTS=127.0.0.1:$port distcc "$@" \
      2> distcc.err || status=$?
    grep -v '^distcc\[' distcc.err >&2
    return $status
  }
  compiles "distcc" compiles_with_distcc \
    $CC $(with "$plugin" "$PWD/store" stats="$PWD/runs")
  is "$(lines runs)" 1 "... and the plugin ran"
  kill $daemon
  wait $daemon 2> /dev/null
else
  skip "distcc" "there is none"
fi

# A compiler on another machine, whose wrapper loads the plugin, is given what
# was preprocessed here: it remembers the same.
$CC -E plain.c -o plain.i
$CC "${flags[@]}" $(with "$plugin" "$PWD/store") -c plain.c -o out.o 2> out.err
$CC "${flags[@]}" $(with "$plugin" "$PWD/store" stats="$PWD/preprocessed") \
  -x cpp-output -c plain.i -o out.o 2> out.err
grep -q '"executed": 0, "green"' preprocessed
ok $? "preprocessed source: nothing is executed"
sorted out.err > out.sorted
same out.sorted plain.sorted "... and the findings are the same"
cd .. || exit 99

# A disk without room.
mkdir disk
if mount -t tmpfs -o size=16k,mode=700 tmpfs disk 2> /dev/null; then
  compiles "a full disk" $CC $(with "$PLUGIN" "$scratch/disk/store")
  compiles "... again" $CC $(with "$PLUGIN" "$scratch/disk/store")
  umount disk
else
  skip "a full disk" "no disk can be mounted"
fi
finish
