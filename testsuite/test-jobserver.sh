#!/usr/bin/env bash
# test-jobserver.sh - threads=auto under make: no more threads at work than make
# has tokens for, all tokens back, and the same output as ever.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# testsuite/jobserver/watch.c measures, and plays make where another form than
# that of the make at hand, or another number of tokens, is to be tried.

. "$srcdir/testsuite/tap.sh"
need_plugin
[ -r /proc/self/schedstat ] || skip_all "the kernel does not count threads' time"
[ "$(nproc)" -gt 1 ] || skip_all "one processor: threads=auto is one thread"

"$CC" -std=c11 -D_GNU_SOURCE -O1 -o "$scratch/watch" \
  "$srcdir/testsuite/jobserver/watch.c" || { echo "Bail out! watch.c"; exit 1; }

# A unit that takes its checks long: each read looks back over all the writes.
unit ()
{
  awk -v functions="$1" -v steps=300 'BEGIN {
    print "int *allocate (void) __attribute__ ((warn_unused_result));"
    for (i = 0; i < functions; i++) {
      printf "\nint\nf%d (int *p)\n{\n  int a[%d];\n  allocate ();\n", i, steps
      for (k = 0; k < steps; k++)
	printf "  a[%d] = *p;\n", k
      for (k = 0; k < steps; k++)
	printf "  *p = a[%d];\n", (k * 7 + 1) % steps
      print "}"
    }
  }'
}

files="a b c d"
for file in $files; do
  unit 4 > "$scratch/$file.c"
done
unit 30 > "$scratch/large.c"

# words FILE ARGUMENT...: the command that compiles it.
words ()
{
  local file=$1
  shift
  printf '%q ' "$CC" -O0 -Wall -S -o /dev/null -fplugin="$PLUGIN" \
    -fplugin-arg-libqueries-store=none "${@/#/-fplugin-arg-libqueries-}" \
    "$file.c"
}

# watch TOKENS WHERE COMMAND: run the text COMMAND; sets status, wall, work ...
watch ()
{
  local line
  rm -f "$scratch/fifo"
  line=$(cd "$scratch" && timeout 300 ./watch cc1 "$1" "$2" bash -c "$3" \
    2> "$scratch/out")
  status=none wall=0 work=0 workers=none lent=0 most=0 back=unknown
  [ -z "$line" ] || eval "$line"
  echo "# $line"
}

# The same where tokens should be taken: on a busy machine a look at the right
# time may need another try.
watch_taking ()
{
  local try
  for try in 1 2 3; do
    watch "$@"
    [ "$most" = 0 ] || break
  done
}

# What it should say, with one thread and no make.
for file in $files large; do
  watch 0 none "$(words $file threads=1)"
  mv "$scratch/out" "$scratch/$file.expected"
done
[ "$status" = 0 ] && grep -q 'warning:' "$scratch/large.expected"
ok $? "without make, one thread"
is "$workers" 0 "one thread is one thread"

watch 0 none "$(words large threads=4)"
control=$workers
same "$scratch/out" "$scratch/large.expected" "four threads"
[ "$control" -ge 5 ]
ok $? "workers have something to do: $control ms"
# Threads take a little to see that they may not work.
little=$((control / 4 + 1))

for tokens in 0 1 3; do
  for where in pipe "$scratch/fifo"; do
    name="${where##*/} with $tokens tokens"
    if [ $tokens = 0 ]; then
      watch 0 "$where" "$(words large threads=auto)"
      [ "$workers" -le $little ]
      ok $? "$name: no worker works, $workers ms"
    else
      watch_taking $tokens "$where" "$(words large threads=auto)"
      [ "$most" -ge 1 ]
      ok $? "$name: $most at work, $workers ms"
    fi
    is "$status $back" "0 yes" "$name: all are back"
    same "$scratch/out" "$scratch/large.expected" "$name: the same output"
  done
done

# GCC ends by exit in the middle: without this pass it cannot go on.
cc1=$("$CC" -print-prog-name=cc1)
watch_taking 3 pipe "exec $(printf '%q ' "$cc1" -quiet -O0 -Wall \
  -fdisable-rtl-reload -fplugin="$PLUGIN" \
  -fplugin-arg-libqueries-threads=auto -fplugin-arg-libqueries-store=none \
  large.c -o /dev/null)"
grep -q 'internal compiler error' "$scratch/out"
is "$status $?" "4 0" "GCC crashes with $most tokens taken"
[ "$most" -ge 1 ]
is "$? $back" "0 yes" "... and all are back"

# makefile NAME PREFIX: one that compiles all files.
makefile ()
{
  local file
  {
    echo "all: $(printf '%s.out ' $files)"
    for file in $files; do
      printf '%s.out: %s.c\n\t%s%s2> $@\n' $file $file "$2" \
	"$(words $file threads=auto)"
    done
  } > "$scratch/$1"
}

# made JOBS NAME MAKEFILE: make did all, and has nothing to say; it would if a
# token were missing at the end.
made ()
{
  rm -f "$scratch"/*.out
  watch 0 none "\"$MAKE\" --no-print-directory -s $1 -f $3"
  is "$status $(cat "$scratch/out")" "0 " "$2: make has no complaint"
  cat "$scratch"/*.out > "$scratch/got"
  same "$scratch/got" "$scratch/expected" "$2: the same output"
}

for file in $files; do
  cat "$scratch/$file.expected"
done > "$scratch/expected"
makefile open +
makefile closed ""

for jobs in 2 3; do
  made -j$jobs "make -j$jobs" open
  [ "$wall" -gt 0 ] && [ "$work" -le $((wall * jobs * 103 / 100 + 20)) ]
  ok $? "make -j$jobs: $work ms at work in $wall ms"
done
made -j1 "make -j1" open
made "" "make" open

# Make closes its pipe to commands that do not look like a make.
made -j3 "a closed pipe" closed
is "$workers" 0 "a closed pipe: one thread in each compile"

# A job that sleeps has one token.
cat > "$scratch/held" <<END
all: sleep large.out
sleep:
	while [ ! -e end ]; do sleep 0.1; done
large.out: large.c
	+$(words large threads=auto) 2> \$@; touch end
END
cp "$scratch/large.expected" "$scratch/expected"
rm -f "$scratch/end"
made -j2 "no token left" held
[ "$workers" -le $little ]
ok $? "no token left: no worker works, $workers ms"
rm -f "$scratch/end"
made -j3 "one token left" held
[ "$workers" -gt $little ]
ok $? "one token left: workers work, $workers ms"

for value in "fifo:$scratch/nothing" 3,4 -2,-2; do
  watch 0 none "MAKEFLAGS=' -j3 --jobserver-auth=$value' \
    $(words a threads=auto) 3<&- 4<&-"
  is "$status $workers" "0 0" "job server ${value%%/*} is no more: one thread"
  same "$scratch/out" "$scratch/a.expected" "... and the same output"
done
finish
