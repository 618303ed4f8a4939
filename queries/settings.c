/* settings.c - the settings of settings.def: values, and where they come from.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "queries/settings-internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_FILE ((size_t) 64 << 10)
#define LARGEST_SECRET ((size_t) 4 << 10)
#define LARGEST_MODELS ((size_t) 4 << 20)

struct row
{
  const char *key, *variable, *default_text, *metavariable, *help;
  enum setting_kind kind;
};

static const struct row rows[SETTINGS] =
{
#define SETTING(ID, KEY, VARIABLE, KIND, DEFAULT, METAVARIABLE, HELP)	\
  { KEY, VARIABLE, DEFAULT, METAVARIABLE, HELP, KIND_##KIND },
#include "queries/settings.def"
};

enum setting_id
settings_find (const char *key)
{
  unsigned id = 0;
  while (id < SETTINGS && strcmp (rows[id].key, key) != 0)
    id++;
  return id;
}

enum setting_kind
setting_kind (enum setting_id id)
{
  return rows[id].kind;
}

const char *
setting_key (enum setting_id id)
{
  return rows[id].key;
}

const char *
setting_variable (enum setting_id id)
{
  return rows[id].variable;
}

const char *
setting_default (enum setting_id id)
{
  return rows[id].default_text;
}

const char *
setting_metavariable (enum setting_id id)
{
  return rows[id].metavariable;
}

const char *
setting_help (enum setting_id id)
{
  return rows[id].help;
}

void
settings_init (struct settings *s)
{
  memset (s, 0, sizeof *s);
  arena_init (&s->arena, "settings");
  for (unsigned id = 0; id < SETTINGS; id++)
    {
      struct setting *v = &s->settings[id];
      v->text = rows[id].default_text;
      if (*v->text)
	setting_read (rows[id].kind, v->text, NULL, &s->arena, v);
    }
}

void
settings_release (struct settings *s)
{
  arena_release (&s->arena);
}

/* Where values are read from just now.  */
struct source
{
  struct settings *settings;
  enum setting_origin origin;
  const char *file;		/* NULL: none.  */
  unsigned line;
  const char *variable;		/* NULL: none.  */
  const char *folder;		/* Of FILE; NULL: the working directory.  */
  settings_complaint *complain;
  void *data;
};

/* FILE:LINE, or the variable's name.  */
static const char *
place_of (const struct source *f)
{
  if (!f->file)
    return f->variable;
  size_t size = strlen (f->file) + 16;
  char *place = arena_alloc (&f->settings->arena, size);
  snprintf (place, size, f->line ? "%s:%u" : "%s", f->file, f->line);
  return place;
}

static void
complain (const struct source *f, const char *format, const char *text)
{
  char message[200];
  if (!f->complain)
    return;
  snprintf (message, sizeof message, format, text);
  f->complain (f->data, place_of (f), message);
}

/* TEXT, which lives as long as the settings, is ID's value in F, unless a
   source that counts more has one.  Returns what is wrong with it, or NULL.  */
static const char *
take (const struct source *f, enum setting_id id, const char *text)
{
  struct setting *v = &f->settings->settings[id];
  struct setting new = { .origin = f->origin, .text = text };
  const char *message
    = setting_read (rows[id].kind, text, f->folder, &f->settings->arena, &new);
  if (!message && v->origin <= f->origin)
    {
      new.place = place_of (f);
      *v = new;
    }
  return message;
}

bool
settings_set (struct settings *s, enum setting_id id, const char *value,
	      const char **message)
{
  struct source f = { .settings = s, .origin = ORIGIN_ARGUMENT };
  *message = take (&f, id,
		   arena_copy (&s->arena, value, strlen (value) + 1));
  return !*message;
}

static void
take_environment (struct source *f)
{
  f->origin = ORIGIN_ENVIRONMENT;
  for (unsigned id = 0; id < SETTINGS; id++)
    {
      const char *value = getenv (rows[id].variable), *message;
      if (!value || !*value)
	continue;
      f->variable = rows[id].variable;
      /* Whoever changes the environment does not change ours.  */
      value = arena_copy (&f->settings->arena, value, strlen (value) + 1);
      message = take (f, id, value);
      if (message)
	complain (f, "%s", message);
    }
  f->variable = NULL;
}

static bool
is_blank (char c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

/* TEXT to END without blanks around it; there is room for a NUL at END.  */
static char *
trim (char *text, char *end)
{
  while (text < end && is_blank (*text))
    text++;
  while (end > text && is_blank (end[-1]))
    end--;
  *end = '\0';
  return text;
}

/* Take the line from LINE to END, where there is room for a NUL.  */
static void
take_line (const struct source *f, char *line, char *end)
{
  for (char *p = line; p < end; p++)
    if (*p == '#' && (p == line || is_blank (p[-1])))
      end = p;
  line = trim (line, end);
  if (!*line)
    return;
  char *word_end = line + strspn (line, "abcdefghijklmnopqrstuvwxyz-");
  char *equals = word_end + strspn (word_end, " \t");
  if (word_end == line || *equals != '=')
    {
      /* What it is may be a secret.  */
      complain (f, "no KEY = VALUE", NULL);
      return;
    }
  const char *value = trim (equals + 1, equals + 1 + strlen (equals + 1));
  const char *key = trim (line, equals), *message;
  enum setting_id id = settings_find (key);
  if (id == SETTINGS)
    complain (f, "unknown setting '%.50s'", key);
  else if (!*value)
    complain (f, "no value for '%s'", key);
  else if ((message = take (f, id, value)))
    complain (f, "%s", message);
}

/* PATH may be NULL.  NAMED: it should be there.  */
static void
take_file (struct source *f, const char *path, bool named)
{
  const char *message;
  size_t size;
  if (!path)
    return;
  f->file = path;
  f->line = 0;
  char *bytes = settings_read_file (path, TRUST_SETTINGS, LARGEST_FILE,
				    &f->settings->arena, &size, &message);
  if (bytes && memchr (bytes, '\0', size))
    {
      bytes = NULL;
      message = "not a text; not read";
    }
  if (!bytes)
    {
      if (!message && named)
	message = "there is no such file";
      if (message)
	complain (f, "%s", message);
      return;
    }
  const char *slash = strrchr (path, '/');
  f->folder = NULL;
  if (slash)
    {
      size_t length = (size_t) (slash - path) + (slash == path);
      char *folder = arena_copy (&f->settings->arena, path, length + 1);
      folder[length] = '\0';
      f->folder = folder;
    }
  /* Some editors begin a text with it.  */
  if (size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    bytes += 3;
  for (char *end; *bytes; bytes = end)
    {
      f->line++;
      end = strchrnul (bytes, '\n');
      char *next = *end ? end + 1 : end;
      take_line (f, bytes, end);
      end = next;
    }
}

/* What the store setting comes to.  */
static void
resolve_store (struct settings *s)
{
  const struct setting *v = &s->settings[SETTING_STORE];
  s->folder = v->path;
  s->servers = v->servers;
  if (v->path || v->number)
    return;
  char *folder = store_default_folder ();
  if (folder)
    s->folder = arena_copy (&s->arena, folder, strlen (folder) + 1);
  free (folder);
}

void
settings_load (struct settings *s, const char *source,
	       settings_complaint *complaint, void *data)
{
  struct source f = { .settings = s, .complain = complaint, .data = data };
  bool named = false;
  take_environment (&f);
  f.origin = ORIGIN_PROJECT_FILE;
  take_file (&f, settings_project_file (source, &s->arena), false);
  f.origin = ORIGIN_USER_FILE;
  const char *file = settings_user_file (&s->arena, &named);
  take_file (&f, file, named);
  resolve_store (s);
}

/* The secret's bytes.  NULL: *MESSAGE (to be freed) says why.  */
static const char *
read_secret (struct settings *s, size_t *size, char **message)
{
  const char *path = s->settings[SETTING_SECRET_FILE].path, *text;
  const char *bytes = settings_read_file (path, TRUST_SECRET, LARGEST_SECRET,
					  &s->arena, size, &text);
  while (bytes && *size > 0
	 && (bytes[*size - 1] == '\n' || bytes[*size - 1] == '\r'))
    --*size;
  if (bytes && *size > 0)
    return bytes;
  if (bytes)
    text = "is empty";
  else if (!text)
    text = "there is no such file";
  if (asprintf (message, "secret file '%s': %s; servers are not used", path,
		text) < 0)
    *message = NULL;
  return NULL;
}

bool
settings_store_config (struct settings *s, struct store_config *config,
		       char **message)
{
  const struct setting *v = s->settings;
  *message = NULL;
  *config = (struct store_config) {
    .folder = s->folder,
    .remote = s->servers,
    .remote_read_only = v[SETTING_READ_ONLY].number,
    .connect_timeout = (unsigned) v[SETTING_CONNECT_TIMEOUT].number,
    .request_timeout = (unsigned) v[SETTING_REQUEST_TIMEOUT].number,
    .max_size = v[SETTING_MAX_SIZE].number,
    .max_age = v[SETTING_MAX_AGE].number
  };
  if (!s->servers || !v[SETTING_SECRET_FILE].path)
    return true;
  config->secret = read_secret (s, &config->secret_size, message);
  if (!config->secret)
    config->remote = NULL;
  return config->secret != NULL;
}

const char *
settings_read_models (const struct settings *s, struct arena *arena,
		      size_t *size, const char **message)
{
  const char *path = s->settings[SETTING_MODELS].path, *bytes;
  *message = NULL;
  if (!path)
    return NULL;
  bytes = settings_read_file (path, TRUST_NAMED, LARGEST_MODELS, arena, size,
			      message);
  if (!bytes && !*message)
    *message = "there is no such file";
  return bytes;
}
