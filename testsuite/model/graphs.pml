/* graphs.pml - what needs what, for claim.pml: one graph per value of GRAPH.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

     SLOTS	 how many there are
     NEEDS_n	 what slot n needs: a digit per dependency, the first at the
		 right: 1 + its number; + 4: its value does not matter
     BATCH	 what all threads take from, likewise: BATCH_SIZE slots
   and sets of slots, as masks
     IN_RING	 those in a ring
     DEFAULTS	 those of them that have a default
     FAILS	 those whose provider fails; TOLD: 1 + the first of them that
		 one thread, taking the batch in order, comes to, or 0
     BARREN	 those that can have no node
     TRACED	 those with a trace in the store, which holds  */

#define DIAMOND 1	/* Two between a reader and what both need.  */
#define CHAIN 2		/* Two readers of one chain.  */
#define RING 3		/* Through as many slots as there are threads.  */
#define RING_DEFAULT 4	/* The same, and one slot has a default.  */
#define SELF 5		/* A slot that needs itself, and its reader.  */
#define INNOCENT 6	/* A ring, one who waits for it, one who does not.  */
#define TWO_RINGS 7	/* With a slot in common, which has a default.  */
#define FAILING 8	/* A provider that fails, and who waits for it.  */
#define RING_FAILING 9	/* A ring with a default beside such a provider.  */
#define STORED 10	/* Traces hold: slots go green, then are loaded.  */
#define STORED_FAILING 11	/* The same beside a provider that fails.  */
#define STORED_RING 12	/* The same beside a ring with a default.  */
#define TWO_FAILINGS 13	/* Of two, each with a reader, one is told.  */

#if GRAPH == DIAMOND
#define SLOTS 4
#define NEEDS_0 32
#define NEEDS_1 4
#define NEEDS_2 4
#define BATCH 321
#define BATCH_SIZE 3
#elif GRAPH == CHAIN
#define SLOTS 4
#define NEEDS_0 3
#define NEEDS_1 3
#define NEEDS_2 4
#define BATCH 21
#define BATCH_SIZE 2
#elif GRAPH == RING || GRAPH == RING_DEFAULT
#define SLOTS THREADS
#define NEEDS_0 2
#if THREADS == 2
#define NEEDS_1 1
#define BATCH 21
#else
#define NEEDS_1 3
#define NEEDS_2 1
#define BATCH 321
#endif
#define BATCH_SIZE SLOTS
#define IN_RING ((1 << SLOTS) - 1)
#if GRAPH == RING
#define BARREN IN_RING
#else
#define DEFAULTS 2
#endif
#elif GRAPH == SELF
#define SLOTS 2
#define NEEDS_0 2
#define NEEDS_1 2
#define BATCH 21
#define BATCH_SIZE 2
#define IN_RING 2
#define BARREN 3
#elif GRAPH == INNOCENT
#define SLOTS 4
#define NEEDS_0 2
#define NEEDS_1 1
#define NEEDS_2 41
#define BATCH 213
#define BATCH_SIZE 3
#define IN_RING 3
#define DEFAULTS 1
#elif GRAPH == TWO_RINGS
#define SLOTS 3
#define NEEDS_0 2
#define NEEDS_1 31
#define NEEDS_2 2
#define BATCH 321
#define BATCH_SIZE 3
#define IN_RING 7
#define DEFAULTS 2
#elif GRAPH == FAILING
#define SLOTS 4
#define NEEDS_0 3
#define NEEDS_1 43
#define BATCH 421
#define BATCH_SIZE 3
#define FAILS 4
#define TOLD 3
#define BARREN 7
#elif GRAPH == RING_FAILING
#define SLOTS 4
#define NEEDS_0 2
#define NEEDS_1 1
#define NEEDS_2 4
#define BATCH 321
#define BATCH_SIZE 3
#define IN_RING 3
#define DEFAULTS 1
#define FAILS 8
#define TOLD 4
#define BARREN 12
#elif GRAPH == STORED
/* 0 runs anyway; 1 and 2 need of 3 only that it is green until they are
   loaded, and 2 even then.  */
#define SLOTS 4
#define NEEDS_0 72
#define NEEDS_1 4
#define NEEDS_2 8
#define BATCH 321
#define BATCH_SIZE 3
#define TRACED 14
#elif GRAPH == STORED_FAILING || GRAPH == STORED_RING
#define SLOTS 4
#define NEEDS_0 36
#define NEEDS_1 4
#define TRACED 10
#if GRAPH == STORED_FAILING
#define BATCH 21
#define BATCH_SIZE 2
#define FAILS 4
#define TOLD 3
#define BARREN 5
#else
#define NEEDS_2 1
#define BATCH 321
#define BATCH_SIZE 3
#define IN_RING 5
#define DEFAULTS 4
#endif
#elif GRAPH == TWO_FAILINGS
/* 0 comes to 2 first; whoever begins with 1 meets 3.  */
#define SLOTS 4
#define NEEDS_0 43
#define NEEDS_1 4
#define BATCH 21
#define BATCH_SIZE 2
#define FAILS 12
#define TOLD 3
#define BARREN 15
#else
#error "which GRAPH?"
#endif

#ifndef NEEDS_1
#define NEEDS_1 0
#endif
#ifndef NEEDS_2
#define NEEDS_2 0
#endif
#ifndef IN_RING
#define IN_RING 0
#endif
#ifndef DEFAULTS
#define DEFAULTS 0
#endif
#ifndef FAILS
#define FAILS 0
#endif
#ifndef TOLD
#define TOLD 0
#endif
#ifndef BARREN
#define BARREN 0
#endif
#ifndef TRACED
#define TRACED 0
#endif

#define IN(s, set) (((set) >> (s)) & 1)
#define NEEDS(s) \
  ((s) == 0 -> NEEDS_0 : ((s) == 1 -> NEEDS_1 : ((s) == 2 -> NEEDS_2 : 0)))
#define DIGIT(digits, n) \
  ((n) == 0 -> (digits) % 10 \
   : ((n) == 1 -> (digits) / 10 % 10 : (digits) / 100))
