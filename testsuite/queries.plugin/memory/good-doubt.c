/* What would take more than the body tells.  */
/* { dg-do compile } */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table;
struct list { struct list *next; char *text; };
struct token { int kind; union { char *text; int number; } value; };

extern void *insert (struct table *, const void *);
extern void *grow (void *, size_t);
extern char *copy_of (const char *);
extern int look_up (const char *);
extern int measure (const char *);
extern void take (struct token *);
extern size_t size_of (const char *);
extern struct token *pool;

/* Nothing is copied from or to nowhere.  */
void
save (char *text, const char *line, size_t length)
{
  size_t room = 0;

  text = NULL;
  if (room < length)
    text = grow (text, room = length);
  memcpy (text, line, length);
}

/* Of two of which one is there, after one of them was taken for none.  */
int
either (char *first, char *second, const char *end)
{
  char *s;

  if (second == end)
    second = NULL;
  s = first ? first : second;
  return *s;
}

/* The first round makes room.  */
int
rounds (const char **lines, int n)
{
  int *room = NULL, have = 0;

  for (int i = 0; i < n; i++)
    {
      int want = measure (lines[i]);

      if (want > have)
	{
	  room = grow (room, want * sizeof *room);
	  have = want;
	}
      room[0] = want;
    }
  free (room);
  return have;
}

/* A line has a length of at least nothing, and room for its end is made.  */
void
names (const char **lines, int n)
{
  char *room = NULL;
  long have = 0, used = 0;

  for (int i = 0; i < n; i++)
    {
      long size = (long) strlen (lines[i]) + 1;

      if (have - used <= size)
	room = grow (room, have += size);
      memcpy (room + used, lines[i], size);
      used += size;
    }
  free (room);
}

/* One of two things has become null.  */
int
left_over (struct list *a, struct list *b)
{
  struct list *keep = NULL;

  if (!a->text)
    keep = b;
  else if (!b->text)
    keep = a;
  return keep->text[0];
}

/* There is something to put it into.  */
void
into_each (struct list **lists, int n)
{
  char *text = malloc (n);

  if (!text)
    abort ();
  for (int i = 0; i < n; i++)
    lists[i]->text = text++;
}

/* A table keeps what it is given to read.  */
void
enter (struct table *t, int key)
{
  int *entry = malloc (sizeof *entry);

  if (!entry)
    abort ();
  *entry = key;
  if (!insert (t, entry))
    abort ();
}

/* So does one that is copied with what it holds.  */
static struct token *
add_token (const struct token *t)
{
  pool[0] = *t;
  return &pool[0];
}

struct token *
text_token (void)
{
  struct token t;
  char *text = calloc (8, 1);

  if (!text)
    return NULL;
  t.kind = 1;
  t.value.text = text;
  return add_token (&t);
}

/* A copy has what the string has.  */
int
command (const char *name)
{
  char *copy, *bar;

  if (strrchr (name, '|') == NULL)
    return look_up (name);
  copy = copy_of (name + 1);
  bar = strrchr (copy, '|');
  *bar = '\0';
  return look_up (copy);
}

/* Who copies one byte copies the end of a string.  */
static size_t
length_of (const char *s)
{
  return s[-1] == 1 ? size_of (s) : 0;
}

int
is_dash (const char *s)
{
  char text[8];

  if (length_of (s) > 7)
    return 0;
  memcpy (text, s, length_of (s) + 1);
  return text[0] == '-' && text[1] == '\0';
}

/* A callee that writes somewhere into a structure leaves the rest as it is.  */
struct reader { int n; FILE *file; char text[80]; };

extern int load (struct reader *);

static int
skip_mark (struct reader *r)
{
  const char *p = "\xEF\xBB\xBF";
  int c;

  r->n = 0;
  do
    {
      c = getc (r->file);
      if (c == EOF || c != *(const unsigned char *) p++)
	return c;
      r->text[r->n++] = c;
    }
  while (*p != '\0');
  r->n = 0;
  return getc (r->file);
}

static int
skip_comment (struct reader *r, int *first)
{
  int c = *first = skip_mark (r);

  if (c != '#')
    return 0;
  do
    c = getc (r->file);
  while (c != EOF && c != '\n');
  *first = getc (r->file);
  return 1;
}

int
load_file (const char *name)
{
  struct reader r;
  int c;

  r.file = name ? fopen (name, "r") : stdin;
  if (!r.file)
    return 1;
  if (skip_comment (&r, &c))
    r.text[r.n++] = '\n';
  if (c != EOF)
    r.text[r.n++] = c;
  c = load (&r);
  if (name)
    fclose (r.file);
  return c;
}
