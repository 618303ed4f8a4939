/* What is released by the right function.  */
/* { dg-do compile } */
/* { dg-options "-fno-inline -Wno-free-nonheap-object" } */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image;

void image_free (struct image *);
struct image *image_load (const char *) __attribute__ ((malloc (image_free, 1)));
int image_width (const struct image *);

void arena_release (void *);
void *arena_take (size_t) __attribute__ ((malloc (arena_release, 1)));
/* Two ways of giving it back.  */
void stream_close (void *);
void stream_abort (void *, int);
void *stream_open (const char *)
  __attribute__ ((malloc (stream_close, 1), malloc (stream_abort, 1)));

struct holder
{
  struct image *image;
  char *name;
  void (*release) (void *);
};

struct window
{
  struct holder background, icon;
  struct holder *shared;
};

int process (const char *);

int
direct (const char *name)
{
  struct image *i = image_load (name);
  int width;

  if (!i)
    return -1;
  width = image_width (i);
  image_free (i);
  return width;
}

int
either (const char *name, int error)
{
  void *s = stream_open (name);

  if (!s)
    return -1;
  if (error)
    stream_abort (s, error);
  else
    stream_close (s);
  return 0;
}

int
a_command (const char *name)
{
  FILE *f = popen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  pclose (f);
  return c;
}

static void
drop_deep (void *p)
{
  arena_release (p);
}

static void
drop (void *p)
{
  drop_deep (p);
}

int
released_below (void)
{
  char *p = arena_take (10);
  int result;

  if (!p)
    return -1;
  p[0] = 0;
  result = process (p);
  drop (p);
  return result;
}

/* Wrappers of an allocator, with a header of their own.  */

static void *
counted_take (size_t n)
{
  size_t *p = malloc (sizeof *p + n);

  if (!p)
    return NULL;
  *p = n;
  return p + 1;
}

static void
counted_release (void *p)
{
  if (p)
    free ((size_t *) p - 1);
}

int
counted (const char *text)
{
  char *p = counted_take (strlen (text) + 1);
  int result;

  if (!p)
    return -1;
  strcpy (p, text);
  result = process (p);
  counted_release (p);
  return result;
}

static void
holder_release (struct holder *h)
{
  image_free (h->image);
  free (h->name);
}

int
by_pointer (const char *name)
{
  struct holder h = { NULL, NULL, NULL };
  int result;

  h.image = image_load (name);
  if (!h.image)
    return -1;
  h.name = strdup (name);
  result = image_width (h.image);
  holder_release (&h);
  return result;
}

/* A structure says how.  */

int
by_its_own (const char *text, int use_arena)
{
  struct holder h;
  int result;

  if (use_arena)
    {
      h.name = arena_take (strlen (text) + 1);
      h.release = arena_release;
    }
  else
    {
      h.name = malloc (strlen (text) + 1);
      h.release = free;
    }
  if (!h.name)
    return -1;
  strcpy (h.name, text);
  result = process (h.name);
  h.release (h.name);
  return result;
}

int
nested (const char *name)
{
  struct window w;
  int result;

  w.icon.name = strdup (name);
  w.background.image = image_load (name);
  result = w.icon.name && w.background.image ? process (w.icon.name) : -1;
  free (w.icon.name);
  image_free (w.background.image);
  return result;
}

static int
make (char **out, size_t n, int is_large)
{
  char *p = is_large ? arena_take (n) : malloc (n);

  if (!p)
    return -1;
  p[0] = 0;
  *out = p;
  return is_large;
}

int
out_parameter (size_t n)
{
  char *p;
  int result, how = make (&p, n, n > 100);

  if (how < 0)
    return -1;
  result = process (p);
  if (how)
    arena_release (p);
  else
    free (p);
  return result;
}

int
for_loop (char **names, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++)
    {
      struct image *image = image_load (names[i]);

      if (!image)
	continue;
      sum += image_width (image);
      image_free (image);
    }
  return sum;
}

int
file_or_command (const char *name)
{
  int is_command = name[0] == '|', sum = 0;
  FILE *f = is_command ? popen (name + 1, "r") : fopen (name, "r");

  if (!f)
    return -1;
  while (fgetc (f) != EOF)
    sum++;
  if (is_command)
    pclose (f);
  else
    fclose (f);
  return sum;
}

int
cleanup (const char *name)
{
  char *text = NULL;
  struct image *i = NULL;
  int result = -1;

  text = strdup (name);
  if (!text)
    goto out;
  i = image_load (text);
  if (!i)
    goto out;
  result = image_width (i);
out:
  if (i)
    image_free (i);
  free (text);
  return result;
}

/* With libraries that allocate for free.  */

char *
a_line (FILE *f)
{
  char *line = NULL;
  size_t room = 0;

  if (getline (&line, &room, f) < 0)
    {
      free (line);
      return NULL;
    }
  return line;
}
