/* text.c - texts for people: lines, sizes, times.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "tools/text.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define WIDTH 79

void
text_wrap (FILE *file, unsigned column, unsigned indent, const char *text)
{
  if (column > indent)
    {
      fprintf (file, "\n");
      column = 0;
    }
  fprintf (file, "%*s", (int) (indent - column), "");
  column = indent;
  while (*text)
    {
      size_t size = strcspn (text, " \n");
      if (column > indent && column + 1 + size > WIDTH)
	{
	  fprintf (file, "\n%*s", (int) indent, "");
	  column = indent;
	}
      if (column > indent)
	column += (unsigned) fprintf (file, " ");
      column += (unsigned) fprintf (file, "%.*s", (int) size, text);
      text += size;
      if (strncmp (text, "\n\n", 2) == 0)
	{
	  fprintf (file, "\n\n%*s", (int) indent, "");
	  column = indent;
	}
      text += strspn (text, " \n");
    }
  fprintf (file, "\n");
}

const char *
text_bytes (char text[TEXT_SIZE], uint64_t bytes)
{
  static const char *const units[] = { "KiB", "MiB", "GiB", "TiB" };
  double n = (double) bytes / 1024;
  unsigned u = 0;
  if (bytes < 1024)
    {
      snprintf (text, TEXT_SIZE, "%" PRIu64 " bytes", bytes);
      return text;
    }
  for (; n >= 1023.95 && u < 3; u++)
    n /= 1024;
  snprintf (text, TEXT_SIZE, "%.1f %s", n, units[u]);
  return text;
}

const char *
text_duration (char text[TEXT_SIZE], uint64_t seconds)
{
  if (seconds < 60)
    snprintf (text, TEXT_SIZE, "%" PRIu64 " s", seconds);
  else if (seconds < 60 * 60)
    snprintf (text, TEXT_SIZE, "%" PRIu64 " min", seconds / 60);
  else if (seconds < 48 * 60 * 60)
    snprintf (text, TEXT_SIZE, "%" PRIu64 " h", seconds / (60 * 60));
  else
    snprintf (text, TEXT_SIZE, "%" PRIu64 " days", seconds / (24 * 60 * 60));
  return text;
}

const char *
text_microseconds (char text[TEXT_SIZE], double microseconds)
{
  if (microseconds < 1e3)
    snprintf (text, TEXT_SIZE, "%.0f us", microseconds);
  else if (microseconds < 1e6)
    snprintf (text, TEXT_SIZE, "%.1f ms", microseconds / 1e3);
  else
    snprintf (text, TEXT_SIZE, "%.1f s", microseconds / 1e6);
  return text;
}

const char *
text_date (char text[TEXT_SIZE], uint64_t seconds)
{
  time_t t = (time_t) seconds;
  struct tm tm;
  if (!localtime_r (&t, &tm)
      || strftime (text, TEXT_SIZE, "%Y-%m-%d %H:%M:%S", &tm) == 0)
    snprintf (text, TEXT_SIZE, "%" PRIu64, seconds);
  return text;
}

void
text_without_passwords (char *text, size_t size, const char *urls)
{
  size_t used = 0;
  while (*urls && used + 5 < size)
    {
      size_t length = strcspn (urls, ",");
      const char *at = memrchr (urls, '@', length);
      const char *colon = memchr (urls, ':', length);
      if (at && colon && colon < at)
	{
	  colon += 1 + strspn (colon + 1, "/");
	  used += (size_t) snprintf (text + used, size - used, "%.*s***",
				     (int) (colon - urls), urls);
	  length -= (size_t) (at - urls);
	  urls = at;
	}
      if (used < size)
	used += (size_t) snprintf (text + used, size - used, "%.*s%s",
				   (int) length, urls,
				   urls[length] ? "," : "");
      urls += length + (urls[length] == ',');
    }
  if (used == 0 && size > 0)
    *text = '\0';
}
