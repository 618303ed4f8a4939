/* What somebody has taken or what is released.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-free-nonheap-object" } */

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer
{
  char *data;
  size_t length;
};

struct link
{
  struct link *next, *before;
};

struct item
{
  int key;
  struct link in;
  char name[8];
};

struct session
{
  struct buffer input, output;
  struct buffer *spare;
  struct item *items[4];
  int n_items;
};

struct value
{
  int kind;
  union
  {
    char *text;
    long number;
  } of;
};

struct map
{
  struct item **buckets;
  size_t n;
};

int process (const char *);
int check (int);
void fatal (const char *) __attribute__ ((noreturn));
int register_callback (void (*) (void *), void *);

static struct link all = { &all, &all };
static struct item *newest;
static char *cache[16];
char *program_name;

int
direct (const char *text, int limit)
{
  char *copy = strdup (text);
  int result = 0;

  if (!copy)
    return -1;
  if (process (copy) > limit)
    result = 1;
  free (copy);
  return result;
}

/* Cleanup labels.  */

int
labels (const char *name)
{
  char *a = NULL, *b = NULL;
  int result = -1;

  a = strdup (name);
  if (!a)
    goto out;
  b = strdup (name);
  if (!b)
    goto out;
  result = process (a) + process (b);
out:
  free (b);
  free (a);
  return result;
}

/* In a list that leads through its fields.  */

static void
link_in (struct link *list, struct link *l)
{
  l->next = list->next;
  l->before = list;
  list->next->before = l;
  list->next = l;
}

int
put_in_list (int key)
{
  struct item *i = calloc (1, sizeof *i);

  if (!i)
    return -1;
  i->key = key;
  link_in (&all, &i->in);
  return 0;
}

struct link *
by_member (int key)
{
  struct item *i = malloc (sizeof *i);

  if (!i)
    return NULL;
  memset (i, 0, sizeof *i);
  i->key = key;
  return &i->in;
}

int
walk_by_member (struct link *list)
{
  struct link *l, *next;
  int n = 0;

  for (l = list->next; l != list; l = next)
    {
      struct item *i = (struct item *) ((char *) l
					- offsetof (struct item, in));

      next = l->next;
      n += i->key;
      free (i);
    }
  list->next = list->before = list;
  return n;
}

/* In a global, a table, what a parameter leads to.  */

int
newest_one (int key)
{
  struct item *i = malloc (sizeof *i);

  if (!i)
    return -1;
  i->key = key;
  i->in.next = i->in.before = &i->in;
  free (newest);
  newest = i;
  return 0;
}

const char *
cached (unsigned n)
{
  if (!cache[n % 16])
    {
      char *p = malloc (32);

      if (!p)
	return NULL;
      snprintf (p, 32, "number %u", n);
      cache[n % 16] = p;
    }
  return cache[n % 16];
}

void
set_name (const char *name)
{
  const char *slash = strrchr (name, '/');

  program_name = strdup (slash ? slash + 1 : name);
  if (!program_name)
    fatal ("out of memory");
}

int
add_item (struct session *s, int key)
{
  struct item *i;

  if (s->n_items == 4)
    return -1;
  i = calloc (1, sizeof *i);
  if (!i)
    return -1;
  i->key = key;
  s->items[s->n_items++] = i;
  return 0;
}

int
add_to_map (struct map *m, int key)
{
  struct item *i = calloc (1, sizeof *i);
  size_t at = (unsigned) key % m->n;

  if (!i)
    return -1;
  i->key = key;
  i->in.next = m->buckets[at] ? &m->buckets[at]->in : NULL;
  m->buckets[at] = i;
  return 0;
}

/* Appended by a pointer to a pointer.  */

int
append (struct item **end, int key)
{
  struct item *i = calloc (1, sizeof *i);

  if (!i)
    return -1;
  i->key = key;
  while (*end)
    end = (struct item **) &(*end)->in.next;
  *end = i;
  return 0;
}

/* Returned, also in a structure, a union, by an out-parameter.  */

static char *
make_deep (size_t n)
{
  return malloc (n);
}

static char *
make (size_t n)
{
  char *p = make_deep (n + 1);

  if (!p)
    fatal ("out of memory");
  return p;
}

char *
three_calls (const char *text)
{
  char *p = make (strlen (text));

  strcpy (p, text);
  return p;
}

struct buffer
make_buffer (const char *text)
{
  struct buffer b = { strdup (text), 0 };

  if (b.data)
    b.length = strlen (b.data);
  return b;
}

int
use_buffer (const char *text)
{
  struct buffer b = make_buffer (text);
  int result;

  if (!b.data)
    return -1;
  result = process (b.data);
  free (b.data);
  return result;
}

struct value
make_value (const char *text, int is_text)
{
  struct value v;

  v.kind = is_text;
  if (is_text)
    v.of.text = strdup (text);
  else
    v.of.number = atol (text);
  return v;
}

void
free_value (struct value *v)
{
  if (v->kind)
    free (v->of.text);
  v->kind = 0;
}

int
use_value (const char *text)
{
  struct value v = make_value (text, 1);
  int result = v.of.text ? process (v.of.text) : -1;

  free_value (&v);
  return result;
}

static int
read_text (char **out, int n)
{
  char *p = malloc (n + 1);

  if (!p)
    return -1;
  p[n] = 0;
  *out = p;
  return 0;
}

int
out_parameter (int n)
{
  char *text;
  int result;

  if (read_text (&text, n) < 0)
    return -1;
  result = process (text);
  free (text);
  return result;
}

int
out_of_two (struct session *s, int n)
{
  if (read_text (&s->input.data, n) < 0)
    return -1;
  if (read_text (&s->output.data, n) < 0)
    {
      free (s->input.data);
      s->input.data = NULL;
      return -1;
    }
  return 0;
}

struct session *
open_session (int n)
{
  struct session *s = calloc (1, sizeof *s);

  if (!s)
    return NULL;
  if (out_of_two (s, n) < 0)
    goto fail;
  s->spare = malloc (sizeof *s->spare);
  if (!s->spare)
    goto fail;
  *s->spare = make_buffer ("spare");
  return s;
fail:
  free (s->input.data);
  free (s->output.data);
  free (s);
  return NULL;
}

/* Loops.  */

int
for_loop (const char *text, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      char *p = strdup (text);

      if (!p)
	break;
      if (process (p) < 0)
	{
	  free (p);
	  continue;
	}
      sum++;
      free (p);
    }
  return sum;
}

int
while_loop (char **texts)
{
  char *copy = NULL;
  int sum = 0;

  while (*texts)
    {
      free (copy);
      copy = strdup (*texts++);
      if (!copy)
	return -1;
      sum += process (copy);
    }
  free (copy);
  return sum;
}

char **
copy_all (const char *const *texts, size_t n)
{
  char **all = malloc ((n + 1) * sizeof *all);
  size_t i;

  if (!all)
    return NULL;
  for (i = 0; i < n; i++)
    {
      all[i] = strdup (texts[i]);
      if (!all[i])
	{
	  while (i > 0)
	    free (all[--i]);
	  free (all);
	  return NULL;
	}
    }
  all[n] = NULL;
  return all;
}

struct item *
make_list (int n)
{
  struct item *first = NULL;

  while (n-- > 0)
    {
      struct item *i = calloc (1, sizeof *i);

      if (!i)
	break;
      i->key = n;
      i->in.next = (struct link *) first;
      first = i;
    }
  return first;
}

char *
read_line (FILE *f)
{
  size_t room = 16, n = 0;
  char *line = malloc (room);
  int c;

  if (!line)
    return NULL;
  while ((c = getc (f)) != EOF && c != '\n')
    {
      if (n + 1 == room)
	{
	  char *larger = realloc (line, room *= 2);

	  if (!larger)
	    {
	      free (line);
	      return NULL;
	    }
	  line = larger;
	}
      line[n++] = c;
    }
  if (n == 0 && c == EOF)
    {
      free (line);
      return NULL;
    }
  line[n] = 0;
  return line;
}

/* Conditions that belong together.  */

int
correlated (const char *text, int mode)
{
  char *p = NULL;
  int result = 0;

  if (mode > 1)
    p = strdup (text);
  if (p)
    result = process (p);
  if (mode > 1)
    free (p);
  return result;
}

int
with_a_flag (char *text, int copy)
{
  int is_ours = 0, result;

  if (copy)
    {
      text = strdup (text);
      if (!text)
	return -1;
      is_ours = 1;
    }
  result = process (text);
  if (is_ours)
    free (text);
  return result;
}

/* Somebody else has it.  */

static void
done (void *data)
{
  free (data);
}

int
with_callback (const char *text)
{
  char *p = strdup (text);

  if (!p)
    return -1;
  if (register_callback (done, p) < 0)
    return -1;
  return 0;
}

/* Only its end is kept, or a number.  */

char *
behind_a_header (size_t n)
{
  size_t *p = malloc (sizeof *p + n);

  if (!p)
    return NULL;
  *p = n;
  return (char *) (p + 1);
}

unsigned long
as_number (int key)
{
  struct item *i = calloc (1, sizeof *i);

  assert (i != NULL);
  i->key = key;
  return (unsigned long) i | 1;
}

void
stops (const char *text)
{
  char *p = strdup (text);

  if (!p || process (p) < 0)
    fatal ("cannot process");
  free (p);
}

/* When the program ends.  */

int
main (int argc, char **argv)
{
  char *text = strdup (argc > 1 ? argv[1] : "");

  if (!text)
    return 2;
  if (process (text) < 0)
    exit (1);
  return check (text[0]);
}
