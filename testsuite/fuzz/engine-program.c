/* engine-program.c - the little programs that answer a fuzzer's queries.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   They have no loops of their own and all numbers stay below a small modulus,
   so that values are often what they were although what they read is not.  */

#include "testsuite/fuzz/engine-program.h"

struct machine
{
  struct asker *asker;
  const struct query_row *row;
  unsigned query, key;		/* The own ones.  */
  uint32_t reg[REGISTERS];
  struct words *value;
};

uint32_t
words_sum (const struct fuzz_case *c, const struct words *value)
{
  uint32_t sum = 0;
  for (uint32_t i = 0; i < value->n; i++)
    sum += value->word[i] * (i + 1);
  return sum % c->modulus;
}

uint64_t
words_hash (const struct words *value)
{
  uint64_t hash = value->n + 1;
  for (uint32_t i = 0; i < value->n; i++)
    hash = mix (hash * 31 + value->word[i]);
  return hash;
}

bool
worth_caching (const struct query_row *row, const struct words *value)
{
  uint32_t sum = 0;
  for (uint32_t i = 0; i < value->n; i++)
    sum += value->word[i];
  return row->cache_if == 0 || (row->cache_if == 1 && sum % 2 == 0)
	 || (row->cache_if == 2 && value->n > 0);
}

void
input_value (const struct fuzz_case *c, unsigned setting, struct words *value)
{
  value->n = setting % 4;
  for (uint32_t i = 0; i < value->n; i++)
    value->word[i] = (setting / 2 + i * (setting >> 3)) % c->modulus;
}

void
program_recover (const struct fuzz_case *c, unsigned query, unsigned key,
		 struct words *value)
{
  value->n = 1;
  value->word[0] = (query + key) % c->modulus;
}

static void
put (struct words *value, uint32_t word)
{
  if (value->n < WORDS_MOST)
    value->word[value->n++] = word;
}

/* The number of PART of the key that EXPRESSION says, plus MORE, for QUERY.
   Negative: there is none.  */
static int
part_number (const struct machine *m, const struct key_expression *expression,
	     unsigned part, unsigned kind, bool known, uint32_t more)
{
  const struct fuzz_case *c = m->asker->c;
  unsigned limit = known ? c->known[kind] : c->universe[kind];
  unsigned own_kind = m->row->key;
  unsigned own = number_of_part (own_kind, m->key,
				 kind_of_part (own_kind, 0) == kind
				 && part == 0 ? 0 : 1);
  uint32_t add = expression->add[part] + more;
  switch (expression->origin[part])
    {
    case FROM_CONSTANT:
      return (int) (add % limit);
    case FROM_OWN:
      return (int) ((own + add) % limit);
    case FROM_REGISTER:
      return (int) ((m->reg[expression->reg[part]] + add) % limit);
    default:
      return own < limit ? (int) own - 1 - (int) add : -1;
    }
}

static int
key_number (const struct machine *m, const struct key_expression *expression,
	    unsigned query, uint32_t more)
{
  const struct query_row *row = &m->asker->c->query[query];
  bool known = row->flags & QUERY_INPUT;
  if (!kind_is_pair (row->key))
    return part_number (m, expression, 0, row->key, known, more);
  int first = part_number (m, expression, 0, kind_of_part (row->key, 0),
			   known, 0);
  int second = part_number (m, expression, 1, kind_of_part (row->key, 1),
			    known, more);
  return first < 0 || second < 0 ? -1 : first * KEYS_SIMPLE + second;
}

static bool
get_sum (struct machine *m, unsigned query, unsigned key, uint32_t *sum)
{
  struct words value;
  if (!m->asker->get (m->asker, query, key, &value))
    return false;
  *sum = words_sum (m->asker->c, &value);
  return true;
}

/* Whether KEY is in the unit's list: true in *LOCAL.  */
static bool
look_up_local (struct machine *m, unsigned key, bool *local)
{
  struct words list;
  *local = false;
  if (!m->asker->get (m->asker, QUERY_LOCALS, 0, &list))
    return false;
  for (uint32_t i = 0; i < list.n; i++)
    *local |= list.word[i] == key;
  return true;
}

static bool
do_body (struct machine *m, const struct statement *s)
{
  int key = key_number (m, &s->key, QUERY_BODY, 0);
  bool local = m->asker->local;
  if (key < 0)
    return true;
  bool own = m->row->key == KEY_FUNCTION && (unsigned) key == m->key
	     && !(m->row->flags & QUERY_ANON);
  if (!own && !look_up_local (m, (unsigned) key, &local))
    return false;
  m->reg[s->to] = 0;
  return !local || get_sum (m, QUERY_BODY, (unsigned) key, &m->reg[s->to]);
}

static bool
do_keys (struct machine *m, const struct statement *s, const uint8_t *keys,
	 unsigned count)
{
  uint32_t all = 0, sum;
  if (!m->asker->each (m->asker, s->query, keys, count))
    return false;
  for (unsigned i = 0; s->b % 2 == 0 && i < count; i++)
    {
      if (!get_sum (m, s->query, keys[i], &sum))
	return false;
      all += sum * (i + 1);
    }
  m->reg[s->to] = all % m->asker->c->modulus;
  return true;
}

static bool
do_each (struct machine *m, const struct statement *s)
{
  uint8_t keys[WORDS_MOST];
  unsigned count = 0;
  for (unsigned i = 0; i < s->a % WORDS_MOST; i++)
    {
      int key = key_number (m, &s->key, s->query, i);
      if (key >= 0)
	keys[count++] = (uint8_t) key;
    }
  return do_keys (m, s, keys, count);
}

static bool
do_each_of (struct machine *m, const struct statement *s)
{
  uint8_t keys[WORDS_MOST];
  struct words list;
  unsigned count = 0;
  int of = key_number (m, &s->list_key, s->list, 0);
  if (of < 0)
    return true;
  if (!m->asker->get (m->asker, s->list, (unsigned) of, &list))
    return false;
  for (uint32_t i = 0; i < list.n; i++)
    {
      int key = key_number (m, &s->key, s->query, list.word[i]);
      if (key >= 0)
	keys[count++] = (uint8_t) key;
    }
  return do_keys (m, s, keys, count);
}

/* GET, ELEMENT, ENSURE, STEAL: one question.  */
static bool
do_ask (struct machine *m, const struct statement *s)
{
  struct words value;
  int key = s->operation == DO_STEAL
	    ? (int) m->key : key_number (m, &s->key, s->query, 0);
  if (key < 0)
    return true;
  if (s->operation == DO_ENSURE)
    return m->asker->ensure (m->asker, s->query, (unsigned) key);
  if (s->operation == DO_STEAL
      ? !m->asker->steal (m->asker, s->query, (unsigned) key, &value)
      : !m->asker->get (m->asker, s->query, (unsigned) key, &value))
    return false;
  if (s->operation == DO_ELEMENT)
    m->reg[s->to] = value.n ? value.word[s->a % value.n] : 0;
  else
    m->reg[s->to] = words_sum (m->asker->c, &value);
  return true;
}

/* SKIP receives how many statements to leave out.  */
static bool
do_statement (struct machine *m, const struct statement *s, unsigned *skip)
{
  const struct fuzz_case *c = m->asker->c;
  uint32_t *to = &m->reg[s->to], from = m->reg[s->from];
  switch (s->operation)
    {
    case DO_CONSTANT:
      *to = s->a % c->modulus;
      return true;
    case DO_OWN:
      *to = number_of_part (m->row->key, m->key, s->a % 2) % c->modulus;
      return true;
    case DO_LOCAL:
      *to = m->asker->local;
      return true;
    case DO_ADD:
      *to = (*to + s->a * from + s->b) % c->modulus;
      return true;
    case DO_GET:
    case DO_ELEMENT:
    case DO_ENSURE:
    case DO_STEAL:
      return do_ask (m, s);
    case DO_BODY:
      return do_body (m, s);
    case DO_EACH:
      return do_each (m, s);
    case DO_EACH_OF:
      return do_each_of (m, s);
    case DO_SKIP_IF:
      *skip = from == s->b % c->modulus ? s->a : 0;
      return true;
    case DO_SKIP_UNLESS:
      *skip = from != s->b % c->modulus ? s->a : 0;
      return true;
    case DO_PUT:
      put (m->value, from);
      return true;
    case DO_UNTRACKED:
      *to = m->asker->untracked % c->modulus;
      return true;
    case DO_GIVE_UP:
      m->asker->give_up (m->asker);
      put (m->value, 1);
      return true;
    case DO_BUG:
      return from != s->b % c->modulus || m->asker->bug (m->asker);
    default:
      return true;
    }
}

bool
program_run (struct asker *a, unsigned query, unsigned key,
	     struct words *value)
{
  struct machine m = { a, &a->c->query[query], query, key, { 0 }, value };
  value->n = 0;
  m.reg[REGISTERS - 1] = a->external;
  for (unsigned i = 0; i < STATEMENTS_MOST; i++)
    {
      unsigned skip = 0;
      if (!do_statement (&m, &m.row->statement[i], &skip))
	return false;
      i += skip;
    }
  return true;
}
