/* good-flexible-array.c - flexible arrays at the end (own-checks).
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

struct text { int length; char data[]; };
struct last { int value; struct text name; };
struct first { struct text name; int value; };
union either { struct text name; char room[100]; };
struct marked { int a; char mark[0]; int b; };
struct fixed { struct { char data[4]; } name; int value; };

char
reads (struct text *t, struct last *l, struct first *f, union either *e,
       struct fixed *x, int i)
{
  return t->data[i] + l->name.data[i] + f->name.length + e->name.data[i]
	 + x->name.data[i];
}

char *
address (struct first *f)
{
  return f->name.data;
}

char
marks (struct marked *m, int i)
{
  return m->mark[i];
}
