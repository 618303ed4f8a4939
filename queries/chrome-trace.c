/* chrome-trace.c - a session's events as a trace that Perfetto opens.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Google's "Trace Event Format": an X event is a span of time on a track, an M
   event names a process or a track.  Times are those of the machine's
   monotonic clock, so the processes of one build stand side by side.  */

#include "queries/chrome-trace.h"
#include "queries/engine-internal.h"
#include "queries/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const struct
{
  const char *text;
  bool of_query;
} event_kinds[EVENT_KINDS] = {
#define EVENT(NAME, TEXT, OF_QUERY) { TEXT, OF_QUERY },
#include "queries/events.def"
};

/* One event and where it belongs.  */
struct placed
{
  struct event event;
  unsigned track;
  size_t number;		/* In the order they came: by end.  */
};

struct trace_writer
{
  const struct engine *e;
  struct buffer events;		/* struct placed */
  size_t count;
  unsigned workers;		/* That were started, or were seen.  */
  struct buffer text;
  struct buffer name;		/* Of a key.  */
  long pid;
};

static void
collect (void *data, unsigned track, const struct event *event)
{
  struct trace_writer *w = data;
  struct placed p = { *event, track, w->count++ };
  buffer_add (&w->events, &p, sizeof p);
  if (track > w->workers)
    w->workers = track;
}

/* By track, then begin, and what lies around another before it.  */
static int
compare_placed (const void *a, const void *b)
{
  const struct placed *x = a, *y = b;
  if (x->track != y->track)
    return x->track < y->track ? -1 : 1;
  if (x->event.start != y->event.start)
    return x->event.start < y->event.start ? -1 : 1;
  if (x->event.end != y->event.end)
    return x->event.end > y->event.end ? -1 : 1;
  return x->number > y->number ? -1 : x->number < y->number;
}

/* What is before an event that is not the file's first.  */
#define SEPARATOR ",\n"

static void
add_metadata (struct trace_writer *w, const char *kind, unsigned track,
	      const char *name)
{
  buffer_add_format (&w->text, SEPARATOR "{\"name\": \"%s\", \"ph\": \"M\", "
		     "\"pid\": %ld, \"tid\": %u, \"args\": {\"name\": ", kind,
		     w->pid, track);
  json_add_string (&w->text, name);
  buffer_add_format (&w->text, "}}");
}

/* NAME: NANOSECONDS as microseconds, which the format counts in.  */
static void
add_time (struct buffer *b, const char *name, uint64_t nanoseconds)
{
  buffer_add_format (b, ", \"%s\": %llu.%03u", name,
		     (unsigned long long) (nanoseconds / 1000),
		     (unsigned) (nanoseconds % 1000));
}

static void
add_query_arguments (struct trace_writer *w, const struct event *event)
{
  const struct query_kind *k = kind_of (w->e, edge_query (event->what));
  buffer_clear (&w->name);
  key_add_name (w->e, k->key, edge_key (event->what), &w->name);
  buffer_add_format (&w->text, ", \"args\": {\"query\": ");
  json_add_string (&w->text, k->name);
  buffer_add_format (&w->text, ", \"key\": ");
  json_add_bytes (&w->text, w->name.bytes, w->name.size);
  buffer_add_format (&w->text, "}");
}

/* A provider's run has the query's name; else what is done stands before
   it.  */
static void
add_event (struct trace_writer *w, const struct placed *p)
{
  const struct event *event = &p->event;
  const char *text = event_kinds[event->kind].text;
  bool of_query = event_kinds[event->kind].of_query;
  const char *query
    = of_query ? kind_of (w->e, edge_query (event->what))->name : "";
  uint64_t length = event->end > event->start ? event->end - event->start : 0;
  bool both = of_query && event->kind != EVENT_EXECUTE;
  buffer_add_format (&w->text, SEPARATOR "{\"name\": \"%s%s%s\", \"cat\": "
		     "\"%s\", \"ph\": \"X\", \"pid\": %ld, \"tid\": %u",
		     event->kind == EVENT_EXECUTE ? "" : text,
		     both ? " " : "", query, text, w->pid, p->track);
  add_time (&w->text, "ts", event->start);
  add_time (&w->text, "dur", length);
  if (of_query)
    add_query_arguments (w, event);
  buffer_add_format (&w->text, "}");
}

static void
add_tracks (struct trace_writer *w, const char *process, const char *owner)
{
  add_metadata (w, "process_name", 0, process);
  add_metadata (w, "thread_name", 0, owner);
  for (unsigned track = 1; track <= w->workers; track++)
    {
      char name[32];
      snprintf (name, sizeof name, "worker %u", track);
      add_metadata (w, "thread_name", track, name);
    }
}

/* How long to wait for others that write, and how often to look.  */
#define LOCK_MILLISECONDS 5000
#define LOCK_STEP 2

static bool
lock_file (int fd)
{
  for (int waited = 0; flock (fd, LOCK_EX | LOCK_NB) != 0;
       waited += LOCK_STEP)
    {
      const struct timespec step = { 0, LOCK_STEP * 1000000L };
      if (errno != EWOULDBLOCK && errno != EINTR)
	return false;
      if (waited >= LOCK_MILLISECONDS)
	return false;
      nanosleep (&step, NULL);
    }
  return true;
}

static bool
write_all (int fd, const char *bytes, size_t size)
{
  while (size > 0)
    {
      ssize_t written = write (fd, bytes, size);
      if (written < 0 && errno == EINTR)
	continue;
      if (written <= 0)
	return false;
      bytes += written;
      size -= (size_t) written;
    }
  return true;
}

/* Append TEXT, which begins with a separator, to the file FD.  What was
   written in part is taken back.  */
static bool
append (int fd, struct buffer *text)
{
  struct stat st;
  if (!lock_file (fd) || fstat (fd, &st) != 0)
    return false;
  if (!S_ISREG (st.st_mode) || st.st_size == 0)
    memcpy (text->bytes, "[\n", strlen (SEPARATOR));
  if (write_all (fd, text->bytes, text->size))
    return true;
  int reason = errno;
  if (S_ISREG (st.st_mode) && ftruncate (fd, st.st_size) != 0)
    reason = errno;
  errno = reason;
  return false;
}

bool
chrome_trace_append (const struct engine *e, const char *path,
		     const char *process, const char *owner)
{
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY,
		 0666);
  if (fd < 0)
    return false;
  struct trace_writer w = { .e = e, .workers = engine_threads (e),
			    .pid = (long) getpid () };
  engine_events (e, collect, &w);
  struct placed *placed = (struct placed *) w.events.bytes;
  if (w.count > 0)
    qsort (placed, w.count, sizeof *placed, compare_placed);
  add_tracks (&w, process, owner);
  for (size_t i = 0; i < w.count; i++)
    add_event (&w, &placed[i]);
  bool done = append (fd, &w.text);
  int reason = errno;
  /* Also gives the lock back.  */
  if (close (fd) != 0 && done)
    {
      done = false;
      reason = errno;
    }
  buffer_release (&w.events);
  buffer_release (&w.text);
  buffer_release (&w.name);
  errno = reason;
  return done;
}
