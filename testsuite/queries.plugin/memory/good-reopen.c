/* The same as it should be.  */
/* { dg-do compile } */

#include <iconv.h>
#include <stddef.h>

typedef struct stream stream;

int fclose (stream *);
int pclose (stream *);
stream *freopen (const char *, const char *, stream *);
__attribute__ ((malloc (fclose), malloc (freopen, 3)))
stream *fopen (const char *, const char *);
__attribute__ ((malloc (fclose), malloc (freopen, 3)))
stream *freopen (const char *, const char *, stream *);
__attribute__ ((malloc (pclose), malloc (freopen, 3)))
stream *popen (const char *, const char *);

void
closed (const char *name)
{
  stream *f = fopen (name, "r");

  f = freopen (name, "w", f);
  if (f)
    fclose (f);
}

void
closed_too (const char *name)
{
  stream *f = popen (name, "r");

  if (!(f = freopen (name, "w", f)))
    return;
  fclose (f);
}

stream *
of_the_caller (const char *name, stream *f)
{
  return freopen (name, "w", f);
}

/* What fails with -1 is not what the attribute means.  */
size_t
convert (const char *from, char *in, size_t n_in, char *out, size_t n_out)
{
  iconv_t i = iconv_open ("UTF-8", from);
  size_t result;

  if (i == (iconv_t) -1)
    i = iconv_open ("UTF-8", "ISO-8859-1");
  if (i == (iconv_t) -1)
    return 0;
  result = iconv (i, &in, &n_in, &out, &n_out);
  iconv_close (i);
  return result;
}
