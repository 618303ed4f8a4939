/* graph.c - graphs of queries, written down.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/graph.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So that a handful of providers, one on top of the other, is a deep stack to
   the engine.  */
#define STACK_TAKEN (96u << 10)

static struct graph graph;

static const char letters[] = "ISLDTEAP";

/* Reading.  */

static void __attribute__ ((noreturn))
no_graph (const char *at)
{
  fprintf (stderr, "not a graph from here on: %s\n", at);
  exit (99);
}

static const char *
read_place (const char *at, struct graph_place *place)
{
  const char *letter = strchr (letters, *at);
  char *end;
  if (!*at || !letter)
    no_graph (at);
  *place = (struct graph_place) { .query = (uint8_t) (letter - letters) };
  place->key = (uint8_t) strtoul (at + 1, &end, 10);
  if (place->query == GRAPH_PAIR && *end == '.')
    place->second = (uint8_t) strtoul (end + 1, &end, 10);
  if (end == at + 1)
    no_graph (at);
  while (*end == ' ')
    end++;
  return end;
}

static const char *
read_places (const char *at, struct graph_place *places, unsigned most,
	     unsigned *count)
{
  *count = 0;
  while (*at == ' ')
    at++;
  while (isalpha ((unsigned char) *at))
    {
      if (*count == most)
	no_graph (at);
      at = read_place (at, &places[(*count)++]);
    }
  return at;
}

unsigned
graph_places (const char *text, struct graph_place *places, unsigned most)
{
  unsigned count;
  if (*read_places (text, places, most, &count))
    no_graph (text);
  return count;
}

void
graph_set (const char *text)
{
  graph.n_nodes = 0;
  while (*text)
    {
      struct graph_node *n = &graph.nodes[graph.n_nodes++];
      if (graph.n_nodes > GRAPH_NODES_MOST)
	no_graph (text);
      text = read_place (text, &n->place);
      if (!*text || !strchr ("=?*<!~", *text))
	no_graph (text);
      n->action = *text++;
      text = read_places (text, n->needs, GRAPH_NEEDS_MOST, &n->n_needs);
      if (*text == ';')
	text += 1 + strspn (text + 1, " ");
      else if (*text)
	no_graph (text);
    }
}

/* Keys.  */

void
graph_key_name (unsigned number, char *name, size_t size)
{
  snprintf (name, size, "f%u", number);
}

struct fingerprint
graph_key_identity (unsigned number)
{
  char name[16];
  graph_key_name (number, name, sizeof name);
  return fingerprint_of (name, strlen (name));
}

static uint32_t
simple_key (struct query_context *cx, unsigned number)
{
  char name[16];
  if (number < KEYS_MADE)
    return number;
  graph_key_name (number, name, sizeof name);
  return query_key (cx, KEY_FUNCTION, graph_key_identity (number), name);
}

static uint32_t
key_of_place (struct query_context *cx, const struct graph_place *p)
{
  uint32_t first = simple_key (cx, p->key);
  if (p->query != GRAPH_PAIR)
    return first;
  return query_key_pair (cx, KEY_FUNCTION_FUNCTION, first,
			 simple_key (cx, p->second));
}

/* By what it is across sessions: a key that a record brought has no name.  */
static uint8_t
number_of_key (struct query_context *cx, uint32_t key)
{
  if (key < KEYS_MADE)
    return (uint8_t) key;
  struct fingerprint identity = query_key_identity (cx, KEY_FUNCTION, key);
  for (uint8_t i = KEYS_MADE; i < KEYS_MOST; i++)
    {
      struct fingerprint f = graph_key_identity (i);
      if (fingerprint_equal (identity, f))
	return i;
    }
  query_bug (cx, "no such key");
}

/* Providers.  */

static const struct graph_node *
node_at (struct query_context *cx, uint32_t query, uint32_t key)
{
  struct graph_place p = { .query = (uint8_t) query };
  if (query == GRAPH_PAIR)
    {
      p.key = number_of_key (cx, query_key_part (cx, KEY_FUNCTION_FUNCTION,
						 key, 0));
      p.second = number_of_key (cx, query_key_part (cx, KEY_FUNCTION_FUNCTION,
						    key, 1));
    }
  else
    p.key = number_of_key (cx, key);
  for (unsigned i = 0; i < graph.n_nodes; i++)
    if (memcmp (&graph.nodes[i].place, &p, sizeof p) == 0)
      return &graph.nodes[i];
  query_bug (cx, "no node %c%u", letters[query], p.key);
}

static uint64_t
mixed (uint64_t sum, uint64_t value)
{
  return (sum ^ value) * UINT64_C (0x9e3779b97f4a7c15) + (sum >> 32);
}

static uint64_t
read_place_value (struct query_context *cx, const struct graph_place *p,
		  uint64_t sum)
{
  uint32_t key = key_of_place (cx, p);
  if (p->query == GRAPH_ENSURED || p->query == GRAPH_TAKE)
    {
      query_ensure (cx, p->query, key);
      return sum;
    }
  return mixed (sum, *(const uint64_t *) query_get (cx, p->query, key));
}

static uint64_t
each (struct query_context *cx, const struct graph_node *n, uint64_t sum)
{
  uint32_t keys[GRAPH_NEEDS_MOST];
  for (unsigned i = 0; i < n->n_needs; i++)
    keys[i] = key_of_place (cx, &n->needs[i]);
  query_for_each (cx, n->needs[0].query, keys, n->n_needs);
  for (unsigned i = 0; i < n->n_needs; i++)
    sum = read_place_value (cx, &n->needs[i], sum);
  return sum;
}

/* The thief may write to what it took.  */
static uint64_t
steal (struct query_context *cx, const struct graph_node *n, uint64_t sum)
{
  size_t size;
  uint64_t *loot = query_steal (cx, n->needs[0].query,
				key_of_place (cx, &n->needs[0]), &size);
  if (size != sizeof *loot)
    query_bug (cx, "stole %zu bytes", size);
  sum = mixed (sum, *loot);
  *loot = 0;
  for (unsigned i = 1; i < n->n_needs; i++)
    sum = read_place_value (cx, &n->needs[i], sum);
  return sum;
}

static uint64_t __attribute__ ((noinline))
with_stack (struct query_context *cx, const struct graph_node *n,
	    uint64_t sum)
{
  volatile char taken[STACK_TAKEN];
  taken[0] = 1;
  for (unsigned i = 0; i < n->n_needs; i++)
    sum = read_place_value (cx, &n->needs[i], sum);
  return sum + taken[0];
}

static void
provide (struct query_context *cx, uint32_t query, uint32_t key,
	 struct buffer *out)
{
  const struct graph_node *n = node_at (cx, query, key);
  uint64_t sum = query << 16 | n->place.key << 8 | n->place.second;
  switch (n->action)
    {
    case '*':
      sum = each (cx, n, sum);
      break;
    case '<':
      sum = steal (cx, n, sum);
      break;
    case '~':
      sum = with_stack (cx, n, sum);
      break;
    case '?':
      for (unsigned i = 0; i < n->n_needs; i++)
	query_ensure (cx, n->needs[i].query, key_of_place (cx, &n->needs[i]));
      break;
    default:
      for (unsigned i = 0; i < n->n_needs; i++)
	sum = read_place_value (cx, &n->needs[i], sum);
    }
  if (n->action == '!')
    query_bug (cx, "planned");
  buffer_add (out, &sum, sizeof sum);
}

#define PROVIDER(NAME, QUERY) \
  static void \
  provide_##NAME (struct query_context *cx, uint32_t key, struct buffer *out) \
  { \
    provide (cx, QUERY, key, out); \
  }

PROVIDER (sum, GRAPH_SUM)
PROVIDER (light, GRAPH_LIGHT)
PROVIDER (default, GRAPH_DEFAULT)
PROVIDER (take, GRAPH_TAKE)
PROVIDER (ensured, GRAPH_ENSURED)
PROVIDER (anon, GRAPH_ANON)
PROVIDER (pair, GRAPH_PAIR)

static void
recover (struct query_context *cx, uint32_t key, struct buffer *out)
{
  uint64_t value = 1000 + number_of_key (cx, key);
  buffer_add (out, &value, sizeof value);
}

static bool
verify_value (const void *bytes, size_t size)
{
  (void) bytes;
  return size == sizeof (uint64_t);
}

const struct query_kind graph_kinds[GRAPH_QUERIES] = {
  { .name = "input", .description = "input of %s", .key = KEY_FUNCTION,
    .category = CATEGORY_INPUT, .flags = QUERY_INPUT, .version = 1 },
  { .name = "sum", .description = "summing %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .flags = QUERY_CACHE_ON_DISK, .version = 1,
    .verify = verify_value, .local = provide_sum },
  { .name = "light", .description = "lightly summing %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .version = 1, .local = provide_light },
  { .name = "default", .description = "summing %s, maybe in a ring",
    .key = KEY_FUNCTION, .category = CATEGORY_FACT,
    .flags = QUERY_CYCLE_DEFAULT, .version = 1, .local = provide_default,
    .recover = recover },
  { .name = "take", .description = "summing %s for a thief",
    .key = KEY_FUNCTION, .category = CATEGORY_FACT, .flags = QUERY_STEAL,
    .version = 1, .local = provide_take },
  { .name = "ensured", .description = "ensuring %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .flags = QUERY_ENSURE_ONLY, .version = 1,
    .local = provide_ensured },
  { .name = "anon", .description = "quickly summing %s", .key = KEY_FUNCTION,
    .category = CATEGORY_FACT, .flags = QUERY_ANON, .version = 1,
    .local = provide_anon },
  { .name = "pair", .description = "summing the pair %s",
    .key = KEY_FUNCTION_FUNCTION, .category = CATEGORY_FACT,
    .flags = QUERY_CACHE_ON_DISK, .version = 1, .verify = verify_value,
    .local = provide_pair }
};
