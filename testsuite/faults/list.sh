# list.sh - faults to be planted in the engine, and who must find each.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# test-faults.sh reads it; doc/planted-faults.md says what each would do to a
# user, and who finds it beside those that must.
#
#   fault NAME "CATCHER..." FILE SCRIPT [FILE SCRIPT]...
#
# FILE of queries/ is changed by sed -E's SCRIPT.  A CATCHER is a unit test,
# PROGRAM/TEST without their "test-" and "test_", or fuzz, or schedule.

# What was read.

fault lost-edge-on-hit "inspect/cold schedule" \
  ask.c '/^get_node \(/,/^}/s/record_read \(cx.*;/(void) 0;/'
fault lost-edge-of-ensure "modifiers/ensure_only" \
  ask.c '/^query_ensure/,/^}/s/record_read .*/(void) n;/'
fault edges-out-of-order "fuzz" \
  execute.c '/^task_finish/,/^}/s/^  n->edges = arena_copy.*/  for (uint32_t i = 0, j = n->n_edges; i + 1 < j; i++)\n    { uint64_t *all = cx->edges + t->first_edge, swapped = all[--j]; all[j] = all[i]; all[i] = swapped; }\n&/'
fault anon-edges-not-passed-on "modifiers/anon" \
  ask.c '/^record_read/,/^}/s/unlikely \(n->flags & NODE_ANON\)/false/'
fault left-edges-kept "fuzz" \
  stack.c '/^resume/,/^}/s/t->first_edge = cx->n_edges/(void) 0/'

# Green or red.

fault only-first-dependency "engine/change fuzz" \
  mark.c '/^mark_trace/,/^}/s/i < t->n_dependencies/i < 1 \&\& &/'
fault goes-on-behind-red "fuzz" \
  mark.c '/^mark_trace/,/^}/{
    s/^  const struct dependency .*/  enum mark first = MARK_GREEN; uint64_t what;\n&/
    s/home, red\)/home, first == MARK_GREEN ? red : \&what)/
    s/return m;/first = first == MARK_GREEN ? m : first;/
    s/return MARK_GREEN/return first/
  }'
fault wrong-cutoff "engine/change fuzz" \
  mark.c '/^mark_dependency /,/^}/s/return n->print.low == d->print.*/return MARK_GREEN;/'
fault no-cutoff "engine/early_cutoff" \
  mark.c '/^mark_dependency /,/^}/s/return n->print.low == d->print/& \&\& !(n->flags \& NODE_EXECUTED)/'
fault closed-though-it-read-others "engine/random_edits fuzz" \
  save.c '/^is_closed/,/^}/s/ && edge_key \(n->edges\[i\]\) == key//'
fault closed-though-incomplete "fuzz" \
  save.c '/^is_closed/,/^}/s/key_at \(s->e, kind, key\)->complete && n$/n != NULL/' \
  mark.c 's/ && !subject->complete\)/ \&\& false)/; s/if \(!k->complete\)/if (false)/'
fault foreign-closed-traces-believed "engine/random_edits modifiers/pair" \
  mark.c 's/return t->print.low == print;/return true;/'
fault eval-always-from-store "engine/eval_always fuzz" \
  save.c '/^is_kept/,/^}/s/QUERY_EVAL_ALWAYS \| //' \
  mark.c '/^mark_try/,/^}/s/k->flags & QUERY_EVAL_ALWAYS/false/'
fault no-hash-is-equal "engine/no_hash" \
  mark.c '/QUERY_NO_HASH/,/return/s/return MARK_RED/return MARK_GREEN/'
fault promoted-whatever-it-is "guards/impure" \
  task.c '/^evaluate/,/^}/s/if \(!fingerprint_equal.*/if (false)/'

# Records.

fault one-trace-per-query "modifiers/pair fuzz" \
  save.c '/^add_others/,/^}/s/RECORD_TRACES_PER_QUERY/1/'
fault others-traces-dropped "fuzz" \
  save.c '/^add_others/,/^}/s/\(guest && !n\)/!n/'
fault subjects-mixed-up "fuzz" \
  engine.c '/^set_traces/,/^}/s/record_identities \(r\) \+ t->subject/record_identities (r)/'
fault guests-of-others-adopted "fuzz" \
  engine.c '/^set_traces/,/^}/s/return;/(void) 0;/'
fault cache-condition-ignored "modifiers/cache_if" \
  save.c '/^add_new/,/^}/s/\(!k->cache_if .*/true;/'
fault defaults-saved "rings/edit" \
  save.c '/^is_new/,/^}/s/ \| NODE_DEFAULT//'
fault failed-session-saved "guards/failed_saves_nothing" \
  save.c '/^engine_save/,/^}/s/if \(engine_failed \(e\)\)/if (false)/'
fault values-not-checked "fuzz" \
  mark.c '/^mark_node/,/^}/s/if \(k->verify \(.*/if (true)/'
fault old-versions-believed "guards/versions" \
  engine.c '/^build_fingerprint/,/^}/s/c->kinds\[q\].version,/0,/'

# Modifiers.

fault stolen-twice-unnoticed "modifiers/steal_twice" \
  ask.c '/^query_steal/,/^}/s/if \(n->why_edge != cx->task->what\)/if (false)/'
fault depth-by-stack-only "modifiers/depth_limit" \
  execute.c '/^task_finish/,/^}/s/unlikely \(k->depth_limit\)/false/'
fault external-provider-forgotten "engine/external modifiers/separate_extern" \
  execute.c '/^provider_of/,/^}/s/external \? have->external : have->local/have->local/'

# Deep stacks.

fault only-innermost-resumed "fuzz" \
  stack.c '/^stack_force/,/^}/s/while \(cx->task != b.task\)/if (cx->task != b.task)/'
fault side-tasks-kept "guards/deep_booty" \
  stack.c '/^leave_for/,/^}/s/if \(t->slot\)/if (true)/'

# Rings and failures.

fault no-ring-walk "schedule" \
  wait.c 's/if \(closes_ring \(cx, slot\)\)/if (false)/'
fault rings-of-two-only "schedule" \
  wait.c 's/while \(c && c != cx/if (c \&\& c != cx/'
fault default-of-one-only "rings/random" \
  ring.c '/^  for .*; ; / , /stack_leave/s/if \(t->slot$/if (t == outermost \&\& t->slot/'
fault ring-judged-by-anybody "schedule" \
  ring.c '/^ring_found/,/^}/s/if \(sync_load \(&e->parallel\)\)/if (false)/'
fault failure-final-for-anybody "guards/failure_of_one_thread" \
  execute.c '/^query_bug/,/^}/s/if \(sync_load \(&e->parallel\)\)/if (false)/'
fault claims-not-given-back "schedule" \
  task.c '/^give_back/,/^}/s/task_publish \(.*\);/(void) 0;/'
fault nobody-woken-on-failure "schedule" \
  task.c '/^engine_stop/,/^}/s/wait_wake \(e\)/(void) 0/
    /^give_back/,/^}/s/task_publish \(cx->engine, t->slot, (t->before)\)/sync_store (\&t->slot->state, (uintptr_t) \1)/'

# Threads.

fault published-before-written "schedule" \
  execute.c '/^task_finish/,/^}/s/^  n->n_edges = .*/  if (t->slot) task_publish (cx->engine, t->slot, n); &/'
fault publisher-wakes-nobody "schedule" \
  task.c '/^task_publish/,/^}/s/wait_wake \(e\);/(void) 0;/'
fault publisher-looks-too-early "schedule" \
  task.c '/^task_publish/,/^}/{
    s/^  sync_store/  uintptr_t waiting = sync_load_ordered (\&e->n_waiting);\n&/
    s/if \(sync_load_ordered.*/if (waiting != 0)/
  }'
fault publisher-looks-out-of-order "schedule" \
  task.c '/^task_publish/,/^}/s/sync_load_ordered/sync_load/'
fault sleeper-does-not-look "schedule" \
  wait.c '/^sleep_for/,/^}/{
    s/^  while \(state_is_running/  bool again = false;\n  while ((!again || state_is_running/
    s/\(sync_load_ordered \(&slot->state\)\)$/&)/
    s/cx->waiting_for = NULL;/& again = true;/
  }'
fault claimed-without-looking "schedule" \
  task.c 's/!sync_exchange_if \(&s->state, &state, (state_running \(cx->number\))\)/(sync_store (\&s->state, \1), false)/'
fault thieves-do-not-look "schedule" \
  ask.c '/^mark_stolen/,/^}/s/return sync_exchange_if.*/(void) expected; sync_store (\&slot->state, (uintptr_t) gone); return true;/'
fault idle-workers-not-stopped "schedule" \
  pool.c '/^pool_stop/,/^}/s/condition_broadcast.*//'

# What looks after all this.

fault verification-off "engine/verify_catches_impure" \
  verify.c '/^verify_one/,/^}/s/v->differs = .*/(void) again;/'
fault changed-inputs-unnoticed "guards/written guards/loaded_written" \
  forbid.c '/^forbid_check/,/^}/s/e->config.check_inputs/false/'
fault forbidden-edges-unnoticed "guards/forbidden" \
  forbid.c '/^forbid_check/,/^}/s/f = e->forbidden; f;/f = NULL; f;/'
