/* claim.pml - how threads claim, wait for, publish and give up slots, in spin.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   testsuite/test-model.sh checks this model, which has no time, no values and
   no memory order weaker than sequential consistency, but every interleaving:

     spin -DGRAPH=RING -DTHREADS=3 -a claim.pml
     cc -O -DSAFETY -DNOCLAIM -o pan pan.c && ./pan -m100000	what follows
     cc -O -DNP -o pan pan.c && ./pan -m100000 -l		all runs end

   Here and in the C code
     slot[]	     struct slot: EMPTY, a node, or RUNNING + the context
     GREEN	     a node without its value (green, not loaded)
     claimed[]	     struct task: the claims of a thread
     ask .. claim    task_force: a hit, else the claim by compare-and-swap
     evaluate	     what a claimed slot asks: once per input of its trace,
		     then once more by its provider (executes[])
     publish	     task_publish: the store, then the look at n_waiting
     wait .. awake   wait_for; walk: closes_ring, the way from the slot's
		     runner along who waits for whom
     asleep[]	     the condition: a broadcast clears all of it
     wake	     wait_wake
     own_ring	     ring_found; resolve: its part of a thread that is alone
     fail	     query_bug, or a ring without a default that a thread
		     which is alone has met
     alone	     not engine.parallel: the others are gone.  Only then is
		     a ring decided, only then is a failure final; else they
		     set stop to STOP_ALONE, and the owner begins anew
     give_up	     task_unwind, and each claimed slot as it was; in C this
		     wakes as publishing does, here nothing may need that
     finish	     engine_join; from STOP_ALONE on stand_down
     restart	     stack.c: a thread leaves its C stack; its slots stay
		     claimed, and their evaluations begin anew, innermost
		     first
     taken	     struct batch: keys that all threads take from

   Left out: stealing, workers without work, make's tokens.

   A thread is woken by broadcasts only: a spurious wake-up must not be what
   saves it.  Steps that nobody can come between in a way that shows are one
   (taking the lock with what follows, what precedes its release with that).

   What is checked
     in assertions   one thread at most evaluates a slot; a node never goes,
		     but for a GREEN one, to be loaded; what reads a failed
		     query or an undecided ring is never published; a ring is
		     one of the graph's; in the end no claim, no sleeper is
		     left, and the outcome, with the failure that is told,
		     is the same whatever ran first
     by invalid end  nobody sleeps for ever: each asker has its answer, or
     states	     the session stopped
     by the search   nobody runs for ever: each asker has it in the end
     for cycles

   -DFAULT=NAME plants one of the faults below: the model must be able to
   fail.  -DDEEP: each thread is too deep once, where it would claim.  */

#ifndef THREADS
#define THREADS 2
#endif

#include "graphs.pml"

/* The planted faults.  */
#define NO_SECOND_LOOK 1	/* wait_for does not look at the slot.  */
#define EARLY_LOOK 2		/* publish looks at n_waiting, then stores.  */
#define NO_WALK 3		/* wait_for sleeps whatever ring it closes.  */
#define NO_SWAP 4		/* A claim is a plain store.  */
#define SILENT_FAILURE 5	/* A failure wakes nobody.  */
#define SILENT_RING 6		/* A ring wakes nobody.  */
#define NO_LOCK 7		/* A broadcast is made without the lock.  */
#define ONE_WOKEN 8		/* It wakes one thread only.  */
#define NO_LOOK_AT_STOP 9	/* wait_for does not look at stop.  */
#define KEPT_CLAIMS 10		/* A thread that gives up keeps its claims.  */
#define NO_JOIN 11		/* The owner goes on before the others ended.  */
#define HASTY_RING 12		/* Waiting for one who waits is a ring.  */
#define LOST_GREEN 13		/* What was GREEN is given up as EMPTY.  */
#define FORGOTTEN_CLAIMS 14	/* Too deep: the outer slots are forgotten.  */
#define FAILED_NODE 15		/* A failed provider's value is published.  */
#define NO_SLEEP 16		/* wait_for comes back and asks anew.  */
#define HASTY_FAILURE 17	/* A failure is final, whoever meets it.  */
#define STILL_STOPPED 18	/* The owner goes on with stop as it was.  */
#ifndef FAULT
#define FAULT 0
#endif

/* A jump from one atomic sequence into another leaves no gap: here is one.  */
#define others_run skip

/* Values of slot[].  */
#define EMPTY 0
#define GREEN 1
#define LOADED 2
#define DEFAULTED 3
#define RUNNING 4	/* + the context's number.  */

/* Values of stop, beside 0.  */
#define STOP_ALONE 1
#define STOP_FAILED 2

byte slot[SLOTS];
byte waiting_for[THREADS];	/* 1 + the slot; under the lock.  */
bit asleep[THREADS];
bit locked;			/* wait_lock */
byte n_waiting;
byte stop;
byte taken;
byte ended;			/* Workers that are gone.  */
bit alone;			/* The owner goes on sequentially.  */
byte told;			/* 1 + the slot whose failure is reported.  */

/* Not in the code: who is at work on a slot, 1 + its number; whether it ever
   had a node.  */
byte at_work[SLOTS];
bit had_node[SLOTS];

inline broadcast ()
{
  d_step {
    i = 0;
    do
    :: i < THREADS ->
       if
       :: asleep[i] ->
	  asleep[i] = 0;
	  if
	  :: FAULT == ONE_WOKEN -> break
	  :: else
	  fi
       :: else
       fi;
       i++
    :: else -> break
    od;
    i = 0
  }
}

/* Lock, broadcast, unlock.  */
inline wake ()
{
  atomic { !locked || FAULT == NO_LOCK; broadcast () }
}

/* Set the slot of claim N, which is one no longer, to STATE.  */
inline put (n, state)
{
  d_step {
    assert (slot[claimed[n]] == RUNNING + me);
    assert (at_work[claimed[n]] == 1 + me);
    at_work[claimed[n]] = 0;
    slot[claimed[n]] = state;
    assert (slot[claimed[n]] != EMPTY || !had_node[claimed[n]]);
    had_node[claimed[n]] = (slot[claimed[n]] != EMPTY)
  }
}

/* Forget the innermost claim.  */
inline drop ()
{
  d_step {
    depth--;
    claimed[depth] = 0;
    was_green[depth] = 0;
    for_value[depth] = 0;
    executes[depth] = 0;
    next[depth] = 0
  }
}

#define CLAIM (depth - 1)
#define AS_IT_WAS ((was_green[CLAIM] && FAULT != LOST_GREEN) -> GREEN : EMPTY)

proctype thread (byte me)
{
  byte depth;			/* Claims; the innermost is the last.  */
  byte claimed[SLOTS];
  bit was_green[SLOTS];
  bit for_value[SLOTS];
  bit executes[SLOTS];		/* Not MARK any more.  */
  byte next[SLOTS];		/* The dependency to be asked for.  */
  byte root;
  bit in_order;			/* The owner asks for all of the batch.  */
  bit too_deep;			/* Was so once.  */
  byte want;
  bit need;			/* Its value, too.  */
  byte seen;
  byte i;

more:
  others_run;
  atomic {
    if
    :: !in_order && taken < BATCH_SIZE -> root = taken; taken++
    :: !in_order && taken == BATCH_SIZE && me == 0 -> in_order = 1; root = 0
    :: !in_order && taken == BATCH_SIZE && me != 0 -> goto finish
    :: in_order && root + 1 < BATCH_SIZE -> root++
    :: in_order && root + 1 == BATCH_SIZE -> goto finish
    fi;
again:
    want = DIGIT (BATCH, root) - 1;
    need = 1
  }

ask:
  others_run;
  atomic {
    seen = slot[want];
    if
    :: seen == LOADED || seen == DEFAULTED || (seen == GREEN && !need) ->
       goto answered
    :: seen == RUNNING + me -> goto own_ring
    :: seen >= RUNNING && seen != RUNNING + me -> goto wait
    :: seen == EMPTY || (seen == GREEN && need)
    fi
  }

claim:
  atomic {
    /* The look at stop is a relaxed load: it may see what was.  */
    if
    :: stop != 0 -> seen = 0; goto give_up
#ifdef DEEP
    :: depth > 0 && !too_deep -> seen = 0; too_deep = 1; goto restart
#endif
    :: slot[want] != seen && FAULT != NO_SWAP -> seen = 0; goto ask
    :: slot[want] == seen || FAULT == NO_SWAP ->
       assert (at_work[want] == 0);
       slot[want] = RUNNING + me;
       at_work[want] = 1 + me;
       claimed[depth] = want;
       was_green[depth] = (seen == GREEN);
       for_value[depth] = need;
       executes[depth] = (seen == GREEN || !IN (want, TRACED));
       seen = 0;
       depth++
    fi;
    goto evaluate
  }

restart:
  atomic {
    i = 0;
    do
    :: i < depth ->
       next[i] = 0;
       executes[i] = (was_green[i] || !IN (claimed[i], TRACED));
       i++
    :: else -> break
    od;
    i = 0;
    if
    :: FAULT == FORGOTTEN_CLAIMS && depth > 1 ->
       claimed[0] = claimed[CLAIM]; depth = 1
    :: else
    fi
  }

evaluate:
  atomic {
    want = DIGIT (NEEDS (claimed[CLAIM]), next[CLAIM]);
    if
    :: want != 0 ->
       need = executes[CLAIM] && want <= 4;
       want = (want - 1) % 4;
       goto ask
    :: want == 0 && !executes[CLAIM] && for_value[CLAIM] ->
       executes[CLAIM] = 1;
       next[CLAIM] = 0;
       goto evaluate
    :: want == 0 && executes[CLAIM] && IN (claimed[CLAIM], FAILS) &&
       FAULT != FAILED_NODE -> goto fail
    :: else
    fi
  }

publish:
  if
  :: FAULT == EARLY_LOOK -> seen = (n_waiting != 0)
  :: else
  fi;
  atomic {
    assert (!IN (claimed[CLAIM], BARREN));
    assert (!alone || stop == 0);
    put (CLAIM, (executes[CLAIM] -> LOADED : GREEN));
    drop ()
  }
  atomic {
    if
    :: FAULT != EARLY_LOOK -> seen = (n_waiting != 0)
    :: else
    fi;
    if
    :: seen -> seen = 0
    :: else -> goto answered
    fi
  }
  wake ();

answered:
  atomic {
    seen = 0;
    if
    :: depth == 0 -> goto more
    :: else -> next[CLAIM] = next[CLAIM] + 1; goto evaluate
    fi
  }

wait:
  others_run;
  atomic { !locked -> locked = 1; n_waiting++ }
  if
  :: FAULT == NO_SECOND_LOOK -> goto look_at_stop
  :: else
  fi;
look:
  atomic {
    if
    :: slot[want] < RUNNING -> goto awake
    :: else
    fi
  }
look_at_stop:
  atomic {
    if
    :: stop != 0 && FAULT != NO_LOOK_AT_STOP -> goto awake
    :: else -> i = want
    fi
  }
walk:
  atomic {
    seen = slot[i];
    if
    :: seen < RUNNING || FAULT == NO_WALK -> goto sleep
    :: seen == RUNNING + me && FAULT != NO_WALK -> goto ring
    :: seen >= RUNNING && seen != RUNNING + me && FAULT != NO_WALK ->
       i = waiting_for[seen - RUNNING];
       if
       :: i == 0 -> goto sleep
       :: i != 0 && FAULT == HASTY_RING -> goto ring
       :: i != 0 && FAULT != HASTY_RING -> i--; goto walk
       fi
    fi
  }
sleep:
  atomic {
    i = 0;
    seen = 0;
    if
    :: FAULT == NO_SLEEP -> goto awake
    :: else
    fi;
    waiting_for[me] = 1 + want;
    asleep[me] = 1;
    locked = 0
  }
  atomic {
    !asleep[me] && !locked -> locked = 1;
    waiting_for[me] = 0;
    goto look
  }
awake:
  others_run;
  atomic {
    i = 0;
    seen = 0;
    n_waiting--;
    locked = 0;
    if
    :: stop != 0 && FAULT != NO_LOOK_AT_STOP -> goto give_up
    :: else -> goto ask
    fi
  }

ring:
  atomic {
    i = 0;
    n_waiting--;
    locked = 0
  }
own_ring:
  atomic {
    seen = 0;
    assert (IN (want, IN_RING));
    if
    :: alone -> goto resolve
    :: else -> if :: stop == 0 -> stop = STOP_ALONE :: else fi
    fi
  }
  if
  :: FAULT == SILENT_RING
  :: else -> wake ()
  fi;
  goto give_up;

  /* The ring is from WANT to the innermost claim.  Its outermost member with a
     default and all above it leave; who asked for them asks anew.  */
resolve:
  atomic {
    i = depth;
    do
    :: i--;
       if
       :: IN (claimed[i], DEFAULTS) -> seen = depth - i
       :: else
       fi;
       if
       :: claimed[i] == want -> break
       :: else
       fi
    od;
    i = 0;
    if
    :: seen == 0 -> goto fail
    :: else
    fi;
    do
    :: seen > 0 ->
       if
       :: IN (claimed[CLAIM], DEFAULTS) -> put (CLAIM, DEFAULTED)
       :: else -> put (CLAIM, AS_IT_WAS)
       fi;
       drop ();
       seen--
    :: else -> break
    od;
    if
    :: depth == 0 -> goto again
    :: else -> goto restart
    fi
  }

fail:
  atomic {
    if
    :: alone || FAULT == HASTY_FAILURE ->
       if
       :: stop != STOP_FAILED && IN (claimed[CLAIM], FAILS) ->
	  told = 1 + claimed[CLAIM]
       :: else
       fi;
       stop = STOP_FAILED
    :: !alone && FAULT != HASTY_FAILURE ->
       if :: stop == 0 -> stop = STOP_ALONE :: else fi
    fi;
    if
    :: FAULT == SILENT_FAILURE -> goto give_up
    :: else
    fi
  }
  wake ();

give_up:
  do
  :: depth > 0 && FAULT != KEPT_CLAIMS ->
     atomic { put (CLAIM, AS_IT_WAS); drop () }
  :: else -> break
  od;

finish:
  if
  :: me != 0 -> ended++; goto gone
  :: else
  fi;
  ended == THREADS - 1 || FAULT == NO_JOIN;
  atomic {
    assert (n_waiting == 0 && !locked);
    if
    :: stop == STOP_ALONE ->
       assert (!alone);
       stop = (FAULT == STILL_STOPPED -> STOP_ALONE : 0);
       alone = 1;
       in_order = 1;
       root = 0;
       goto again
    :: else
    fi;
    assert (stop == (BARREN != 0 -> STOP_FAILED : 0));
    assert (told == TOLD);
    i = 0;
    do
    :: i < SLOTS ->
       assert (slot[i] < RUNNING && at_work[i] == 0);
       assert (IN (i, BARREN) || stop != 0 || slot[i] != EMPTY);
       assert ((slot[i] == DEFAULTED) <= IN (i, DEFAULTS));
       assert (slot[i] != LOADED || !IN (i, DEFAULTS));
       i++
    :: else -> break
    od;
    i = 0;
    do
    :: i < BATCH_SIZE && stop == 0 ->
       assert (slot[DIGIT (BATCH, i) - 1] >= LOADED);
       i++
    :: else -> break
    od
  }
gone:
  skip
}

init
{
  atomic {
    run thread (0);
    run thread (1);
#if THREADS == 3
    run thread (2)
#endif
  }
}
