/* test-url.c - URLs of servers, right and wrong.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include <stdio.h>
#include <string.h>

#include "queries/store-url.h"
#include "testsuite/unit/suite.h"

/* An empty text stands for none.  */
static const struct right
{
  const char *text, *host, *path, *user, *password;
  unsigned port, database;
  const char *name;
} right[] = {
  { "redis://build", "build", "", "", "", 6379, 0, "redis://build:6379/0" },
  { "redis://build/", "build", "", "", "", 6379, 0, "redis://build:6379/0" },
  { "redis://build:1234", "build", "", "", "", 1234, 0,
    "redis://build:1234/0" },
  { "redis://Build.Example/3", "Build.Example", "", "", "", 6379, 3,
    "redis://build.example:6379/3" },
  { "redis://10.0.0.7:65535/15", "10.0.0.7", "", "", "", 65535, 15,
    "redis://10.0.0.7:65535/15" },
  { "redis://secret@build", "build", "", "", "secret", 6379, 0,
    "redis://build:6379/0" },
  { "redis://:secret@build", "build", "", "", "secret", 6379, 0,
    "redis://build:6379/0" },
  { "redis://me:secret@build:1/2", "build", "", "me", "secret", 1, 2,
    "redis://build:1/2" },
  { "redis://me:se%3acr%40et%2C@build", "build", "", "me", "se:cr@et,", 6379,
    0, "redis://build:6379/0" },
  { "redis://me:a@b:c@build", "build", "", "me", "a@b:c", 6379, 0,
    "redis://build:6379/0" },
  { "redis://m%65:%25@b%75ild", "build", "", "me", "%", 6379, 0,
    "redis://build:6379/0" },
  { "redis://@build", "build", "", "", "", 6379, 0, "redis://build:6379/0" },
  { "redis://:@build", "build", "", "", "", 6379, 0, "redis://build:6379/0" },
  { "redis://[::1]", "::1", "", "", "", 6379, 0, "redis://[::1]:6379/0" },
  { "redis://me:x@[FE80::1]:7/1", "FE80::1", "", "me", "x", 7, 1,
    "redis://[fe80::1]:7/1" },
  { "redis://[fe80::1%25ETH0]:7", "fe80::1%ETH0", "", "", "", 7, 0,
    "redis://[fe80::1%ETH0]:7/0" },
  { "redis://[::ffff:10.0.0.7]", "::ffff:10.0.0.7", "", "", "", 6379, 0,
    "redis://[::ffff:10.0.0.7]:6379/0" },
  { "redis+unix:/run/redis.sock", "", "/run/redis.sock", "", "", 0, 0,
    "redis+unix:/run/redis.sock?0" },
  { "redis+unix:///run/redis.sock", "", "/run/redis.sock", "", "", 0, 0,
    "redis+unix:/run/redis.sock?0" },
  { "redis+unix:/run/Redis.sock?7", "", "/run/Redis.sock", "", "", 0, 7,
    "redis+unix:/run/Redis.sock?7" },
  { "redis+unix:me:secret@/run/redis.sock?1", "", "/run/redis.sock", "me",
    "secret", 0, 1, "redis+unix:/run/redis.sock?1" },
  { "redis+unix://secret@/run/a@b", "", "/run/a@b", "", "secret", 0, 0,
    "redis+unix:/run/a@b?0" },
  { "redis+unix:/run/a@/b", "", "/run/a@/b", "", "", 0, 0,
    "redis+unix:/run/a@/b?0" },
  { "redis+unix:/a%3Fb%20c", "", "/a?b c", "", "", 0, 0,
    "redis+unix:/a?b c?0" }
};

static void
check_text (const char *found, const char *expected, const char *what)
{
  ck_assert_msg (strcmp (found ? found : "", expected) == 0
		 && (found != NULL) == (*expected != '\0'),
		 "%s: %s, not %s", what, found ? found : "none", expected);
}

START_TEST (test_right)
{
  const struct right *r = &right[_i];
  struct store_url url;
  const char *message;
  char padded[128];
  ck_assert (store_url_is (r->text));
  /* What is behind the size is not looked at.  */
  snprintf (padded, sizeof padded, "%s9/9?9", r->text);
  ck_assert_msg (store_url_parse (&url, padded, strlen (r->text), &message),
		 "%s: %s", r->text, message);
  check_text (url.host, r->host, r->text);
  check_text (url.path, r->path, r->text);
  check_text (url.user, r->user, r->text);
  check_text (url.password, r->password, r->text);
  check_text (url.name, r->name, r->text);
  ck_assert_uint_eq (url.port, r->port);
  ck_assert_uint_eq (url.database, r->database);
  store_url_release (&url);
}
END_TEST

static const struct wrong
{
  const char *text, *message;	/* A part of it.  */
} wrong[] = {
  { "", "begins neither" },
  { "redis", "begins neither" },
  { "redis:build", "begins neither" },
  { "redis:/build", "begins neither" },
  { "/run/redis.sock", "begins neither" },
  { "http://build", "begins neither" },
  { "rediss://build", "stunnel" },
  { "redis://", "no host" },
  { "redis:///3", "no host" },
  { "redis://:1", "no host" },
  { "redis://me:secret@", "no host" },
  { "redis://a b", "no host has that name" },
  { "redis://a%2fb", "no host has that name" },
  { "redis://build:", "port" },
  { "redis://build:x", "port" },
  { "redis://build:0", "port" },
  { "redis://build:65536", "port" },
  { "redis://build:99999999999999999999", "port" },
  { "redis://build:-1", "port" },
  { "redis://build:+1", "port" },
  { "redis://build: 1", "port" },
  { "redis://::1", "port" },
  { "redis://[::1", "`]'" },
  { "redis://[::1]6379", "`]'" },
  { "redis://[::1]:", "port" },
  { "redis://[build]", "no host has that name" },
  { "redis://[]", "no host" },
  { "redis://build/x", "database" },
  { "redis://build/1x", "database" },
  { "redis://build/-1", "database" },
  { "redis://build/1/2", "database" },
  { "redis://build/1234567890", "database" },
  { "redis://build?1", "no host has that name" },
  { "redis://buil%", "hexadecimal" },
  { "redis://buil%6", "hexadecimal" },
  { "redis://buil%6g", "hexadecimal" },
  { "redis://a:%zz@build", "hexadecimal" },
  { "redis://buil%00d", "control" },
  { "redis://build\n", "control" },
  { "redis://a:b\x7f@build", "control" },
  { "redis+unix:", "begin with `/'" },
  { "redis+unix:run/redis.sock", "begin with `/'" },
  { "redis+unix://run/redis.sock", "begin with `/'" },
  { "redis+unix:secret@run/redis.sock", "begin with `/'" },
  { "redis+unix:/run/redis.sock?", "database" },
  { "redis+unix:/run/redis.sock?x", "database" },
  { "redis+unix:/run/redis%0asock", "control" }
};

START_TEST (test_wrong)
{
  struct store_url url;
  const char *text = wrong[_i].text, *message = NULL;
  ck_assert_msg (!store_url_parse (&url, text, strlen (text), &message),
		 "%s is taken for a URL", text);
  ck_assert_msg (message && strstr (message, wrong[_i].message),
		 "%s: %s", text, message ? message : "no message");
}
END_TEST

START_TEST (test_too_long)
{
  static const char *const forms[] = { "redis://%s", "redis+unix:/%s",
				       "redis://%s@build", "redis://a/%s" };
  static char filler[8000], text[9000];
  struct store_url url;
  const char *message = NULL;
  for (unsigned i = 0; i < 4; i++)
    {
      memset (filler, 'x', sizeof filler - 1);
      snprintf (text, sizeof text, forms[i], filler);
      ck_assert (!store_url_parse (&url, text, strlen (text), &message));
      ck_assert_ptr_nonnull (strstr (message, "too long"));
    }
  for (size_t size = 100; size < 120; size++)
    {
      memset (text, 'x', size);
      memcpy (text, "redis+unix:/", 12);
      /* What a socket's address has room for, its NUL included.  */
      bool fits = size - strlen ("redis+unix:") < 108;
      ck_assert (store_url_parse (&url, text, size, &message) == fits);
      if (fits)
	store_url_release (&url);
    }
  for (size_t size = 250; size < 270; size++)
    {
      memset (text, 'x', size);
      memcpy (text, "redis://", 8);
      bool fits = size - 8 <= STORE_URL_LONGEST_HOST;
      ck_assert (store_url_parse (&url, text, size, &message) == fits);
      if (fits)
	store_url_release (&url);
    }
}
END_TEST

/* Every text that is cut short, and every one with another byte in it, is read
   without a crash; what is read has what it needs.  */
START_TEST (test_mutations)
{
  const char *text = right[_i].text;
  size_t length = strlen (text);
  char copy[128];
  struct store_url url;
  const char *message;
  for (size_t at = 0; at <= length; at++)
    for (unsigned c = 0; c < 256; c++)
      {
	memcpy (copy, text, length);
	if (at < length)
	  copy[at] = (char) c;
	size_t size = c == 0 ? at : length;
	if (!store_url_parse (&url, copy, size, &message))
	  {
	    ck_assert_ptr_nonnull (message);
	    continue;
	  }
	ck_assert ((url.host != NULL) != (url.path != NULL));
	ck_assert_ptr_nonnull (url.name);
	ck_assert (!url.user || url.password);
	store_url_release (&url);
      }
}
END_TEST

START_TEST (test_is)
{
  ck_assert (store_url_is ("redis:"));
  ck_assert (store_url_is ("redis://build"));
  ck_assert (store_url_is ("rediss://build"));
  ck_assert (store_url_is ("redis+unix:x"));
  ck_assert (!store_url_is (""));
  ck_assert (!store_url_is ("redis"));
  ck_assert (!store_url_is ("redis+tcp://x"));
  ck_assert (!store_url_is ("/tmp/redis:"));
}
END_TEST

static Suite *
suite (void)
{
  Suite *s = suite_create ("url");
  TCase *t = tcase_create ("url");
  int n_right = sizeof right / sizeof *right;
  tcase_add_loop_test (t, test_right, 0, n_right);
  tcase_add_loop_test (t, test_wrong, 0, sizeof wrong / sizeof *wrong);
  tcase_add_test (t, test_too_long);
  tcase_add_loop_test (t, test_mutations, 0, n_right);
  tcase_add_test (t, test_is);
  suite_add_tcase (s, t);
  return s;
}

MAIN (suite)
