/* builder.c - putting a snapshot together, table by table.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The string table has this many slots at least, and between four and two
   slots for a string, so that probes stay short.  A slot is 0 if free: offset
   0 is the empty string, which needs no slot.  */
#define FEWEST_SLOTS 256

static const size_t element_size[SECTIONS] = {
#define SECTION(NAME, field, TYPE) [SECTION_##NAME] = sizeof (TYPE),
#include "sections.def"
};

static uint32_t *
new_slots (uint32_t count)
{
  uint32_t *slots = calloc (count, sizeof *slots);
  if (!slots)
    {
      fprintf (stderr, "libqueries: out of memory (%u strings)\n", count);
      abort ();
    }
  return slots;
}

void
builder_init (struct builder *b)
{
  memset (b, 0, sizeof *b);
  for (int i = 0; i < SECTIONS; i++)
    buffer_init (&b->sections[i]);
  b->strings_size = FEWEST_SLOTS;
  b->strings = new_slots (b->strings_size);
  builder_clear (b);
}

void
builder_release (struct builder *b)
{
  for (int i = 0; i < SECTIONS; i++)
    buffer_release (&b->sections[i]);
  free (b->strings);
  memset (b, 0, sizeof *b);
}

void
builder_clear (struct builder *b)
{
  for (int i = 0; i < SECTIONS; i++)
    buffer_clear (&b->sections[i]);
  memset (&b->header, 0, sizeof b->header);
  /* One huge function must not make clearing slow for all after it.  */
  if (b->strings_size > FEWEST_SLOTS
      && b->strings_used < b->strings_size / 16)
    {
      free (b->strings);
      b->strings_size = FEWEST_SLOTS;
      b->strings = new_slots (b->strings_size);
    }
  else
    memset (b->strings, 0, b->strings_size * sizeof *b->strings);
  b->strings_used = 0;
  buffer_add_zero (&b->sections[SECTION_TEXT], 1);
}

/* FNV-1a: names are short.  */
static uint32_t
hash_string (const char *text, size_t *length)
{
  uint32_t h = 2166136261u;
  const char *p = text;
  for (; *p; p++)
    h = (h ^ (unsigned char) *p) * 16777619u;
  *length = (size_t) (p - text);
  return h ^ h >> 15;
}

static void
grow_strings (struct builder *b)
{
  uint32_t size = b->strings_size * 2;
  uint32_t *slots = new_slots (size);
  const char *text = b->sections[SECTION_TEXT].bytes;
  for (uint32_t i = 0; i < b->strings_size; i++)
    if (b->strings[i])
      {
	size_t length;
	uint32_t at = hash_string (text + b->strings[i], &length) & (size - 1);
	while (slots[at])
	  at = (at + 1) & (size - 1);
	slots[at] = b->strings[i];
      }
  free (b->strings);
  b->strings = slots;
  b->strings_size = size;
}

uint32_t
builder_string (struct builder *b, const char *text)
{
  if (!text || !*text)
    return 0;
  struct buffer *section = &b->sections[SECTION_TEXT];
  size_t length;
  uint32_t at = hash_string (text, &length) & (b->strings_size - 1);
  while (b->strings[at])
    {
      if (strcmp (section->bytes + b->strings[at], text) == 0)
	return b->strings[at];
      at = (at + 1) & (b->strings_size - 1);
    }
  uint32_t offset = (uint32_t) buffer_add (section, text, length + 1);
  b->strings[at] = offset;
  if (++b->strings_used > b->strings_size / 2)
    grow_strings (b);
  return offset;
}

uint32_t
builder_bytes (struct builder *b, const void *bytes, size_t size)
{
  struct buffer *section = &b->sections[SECTION_TEXT];
  size_t at = buffer_add (section, bytes, size);
  buffer_add_zero (section, 1);
  return (uint32_t) at;
}

struct fingerprint
builder_symbol (const char *assembler_name, const char *scope)
{
  return fingerprint_combine (fingerprint_of_string (assembler_name),
			      fingerprint_of_string (scope));
}

const struct snapshot *
builder_finish (struct builder *b, struct arena *arena)
{
  struct snapshot header = b->header;
  size_t size = sizeof header;
  for (int i = 0; i < SECTIONS; i++)
    {
      size = (size + 7) & ~(size_t) 7;
      header.sections[i].offset = (uint32_t) size;
      header.sections[i].count
	= (uint32_t) (b->sections[i].size / element_size[i]);
      size += b->sections[i].size;
    }
  size = (size + 7) & ~(size_t) 7;
  if (size > UINT32_MAX)
    return NULL;
  header.magic = SNAPSHOT_MAGIC;
  header.version = SNAPSHOT_VERSION;
  header.size = (uint32_t) size;

  char *bytes = arena_alloc (arena, size);
  memcpy (bytes, &header, sizeof header);
  size_t end = sizeof header;
  for (int i = 0; i < SECTIONS; i++)
    {
      size_t start = header.sections[i].offset;
      memset (bytes + end, 0, start - end);
      if (b->sections[i].size)
	memcpy (bytes + start, b->sections[i].bytes, b->sections[i].size);
      end = start + b->sections[i].size;
    }
  memset (bytes + end, 0, size - end);
  return (const struct snapshot *) bytes;
}
