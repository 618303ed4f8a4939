/* What is released by the wrong function.  */
/* { dg-do compile } */
/* { dg-options "-fanalyzer -fno-inline -Wno-free-nonheap-object -Wno-mismatched-dealloc" } */
/* own-checks: GCC says it with -fanalyzer only.  no-steps  */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct image;

void image_free (struct image *);
struct image *image_load (const char *) __attribute__ ((malloc (image_free, 1)));
int image_width (const struct image *);

void arena_release (void *);
void *arena_take (size_t) __attribute__ ((malloc (arena_release, 1)));

struct holder
{
  struct image *image;
  char *name;
};

struct window
{
  struct holder background, icon;
  struct holder *shared;
};

int process (const char *);

/* At once.  */

int
direct (const char *name)
{
  struct image *i = image_load (name);
  int width;

  if (!i)
    return -1;
  width = image_width (i);
  free (i); /* { dg-warning "'i' should have been deallocated with 'image_free' but was deallocated with 'free'" "direct" } */
  return width;
}

int
reversed (const char *text)
{
  void *p = strdup (text);
  int result;

  if (!p)
    return -1;
  result = process (p);
  arena_release (p); /* { dg-warning "'p' should have been deallocated with 'free' but was deallocated with 'arena_release'" "reversed" } */
  return result;
}

int
a_file (const char *name)
{
  FILE *f = fopen (name, "r");
  int c;

  if (!f)
    return -1;
  c = fgetc (f);
  free (f); /* { dg-warning "'f' should have been deallocated with 'fclose' but was deallocated with 'free'" "file" } */
  return c;
}

/* Three calls deep: the deepest releases.  */

static void
drop_deep (void *p)
{
  free (p); /* { dg-warning "'p' should have been deallocated with 'arena_release' but was deallocated with 'free'" "deep" } */
}

static void
drop_middle (void *p)
{
  drop_deep (p);
}

static void
drop (void *p)
{
  drop_middle (p);
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

/* The deepest makes it.  */

static struct image *
load_deep (const char *name)
{
  return image_load (name);
}

static struct image *
load_middle (const char *name)
{
  return load_deep (name + 1);
}

static struct image *
load (const char *name)
{
  return name[0] == '@' ? load_middle (name) : NULL;
}

int
made_below (const char *name)
{
  struct image *i = load (name);
  int width;

  if (!i)
    return -1;
  width = image_width (i);
  free (i); /* { dg-warning "'i' should have been deallocated with 'image_free'" "made below" } */
  return width;
}

/* The field of a structure; a structure in a structure; by pointer.  */

int
field (const char *name)
{
  struct holder h;
  int result;

  h.image = image_load (name);
  if (!h.image)
    return -1;
  result = image_width (h.image);
  free (h.image); /* { dg-warning "'h.image' should have been deallocated with 'image_free'" "field" } */
  return result;
}

int
nested (const char *name)
{
  struct window w;
  int result;

  w.icon.name = strdup (name);
  if (!w.icon.name)
    return -1;
  result = process (w.icon.name);
  arena_release (w.icon.name); /* { dg-warning "'w.icon.name' should have been deallocated with 'free'" "nested" } */
  return result;
}

static void
holder_release (struct holder *h)
{
  free (h->image); /* { dg-warning "should have been deallocated with 'image_free'" "by pointer" } */
  free (h->name);
}

int
by_pointer (const char *name)
{
  struct holder h = { NULL, NULL };
  int result;

  h.image = image_load (name);
  if (!h.image)
    return -1;
  result = image_width (h.image);
  holder_release (&h);
  return result;
}

/* By value.  */

static void
name_release (struct holder h)
{
  arena_release (h.name); /* { dg-warning "should have been deallocated with 'free'" "by value" } */
}

int
by_value (const char *name)
{
  struct holder h = { NULL, strdup (name) };
  int result;

  if (!h.name)
    return -1;
  result = process (h.name);
  name_release (h);
  return result;
}

/* Through an out-parameter.  */

static int
make (char **out, size_t n)
{
  char *p = arena_take (n);

  if (!p)
    return -1;
  p[0] = 0;
  *out = p;
  return 0;
}

int
out_parameter (void)
{
  char *p;
  int result;

  if (make (&p, 10) < 0)
    return -1;
  result = process (p);
  free (p); /* { dg-warning "'p' should have been deallocated with 'arena_release'" "out" } */
  return result;
}

/* Loops.  */

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
      free (image); /* { dg-warning "'image' should have been deallocated with 'image_free'" "for" } */
    }
  return sum;
}

int
while_loop (char **names)
{
  FILE *f = NULL;
  int sum = 0;

  while (*names)
    {
      f = fopen (*names++, "r");
      if (f)
	break;
    }
  if (!f)
    return -1;
  do
    sum++;
  while (fgetc (f) != EOF);
  pclose (f); /* { dg-warning "'f' should have been deallocated with 'fclose' but was deallocated with 'pclose'" "while" } */
  return sum;
}

/* The cleanup treats both alike.  */

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
  free (i); /* { dg-warning "'i' should have been deallocated with 'image_free'" "cleanup" } */
  free (text);
  return result;
}

/* Conditions that belong together.  */

int
correlated (const char *text, int use_arena)
{
  char *p = use_arena ? arena_take (10) : strdup (text);
  int result;

  if (!p)
    return -1;
  result = process (p);
  if (!use_arena)
    arena_release (p); /* { dg-warning "'p' should have been deallocated with 'free'" "correlated" } */
  else
    free (p); /* { dg-warning "'p' should have been deallocated with 'arena_release'" "correlated" } */
  return result;
}
