/* integer.c - exact integers of any width.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "passes/integer.h"

#include <gmp.h>
#include <string.h>

/* Snapshots and stored values have limbs of 64 bits.  */
_Static_assert (GMP_NUMB_BITS == 64 && sizeof (mp_limb_t) == sizeof (uint64_t),
		"GMP with limbs of 64 bits is needed");

static inline uint32_t
count_of (struct integer a)
{
  return a.size < 0 ? -(uint32_t) a.size : (uint32_t) a.size;
}

/* The magnitude of *A; count_of limbs.  */
static inline const mp_limb_t *
limbs_of (const struct integer *a)
{
  return (const mp_limb_t *) (count_of (*a) > 1 ? a->limbs : &a->limb);
}

static inline bool
is_small (struct integer a)
{
  return a.size >= -1 && a.size <= 1;
}

static struct integer
small (bool negative, uint64_t magnitude)
{
  struct integer a = { .size = magnitude ? negative ? -1 : 1 : 0 };
  a.limb = magnitude;
  return a;
}

static mp_limb_t *
new_limbs (const struct scratch *m, size_t count)
{
  return scratch_alloc (m, count, sizeof (mp_limb_t));
}

/* The number with these COUNT limbs, which may have zeros on top.  */
static struct integer
normal (bool negative, const mp_limb_t *limbs, size_t count)
{
  while (count && !limbs[count - 1])
    count--;
  if (count <= 1)
    return small (negative, count ? limbs[0] : 0);
  struct integer a = { .size = negative ? -(int32_t) count : (int32_t) count };
  a.limbs = (const uint64_t *) limbs;
  return a;
}

static int
compare_magnitudes (struct integer a, struct integer b)
{
  uint32_t n = count_of (a);
  if (n != count_of (b))
    return n < count_of (b) ? -1 : 1;
  if (n <= 1)
    return (a.limb > b.limb) - (a.limb < b.limb);
  return mpn_cmp (limbs_of (&a), limbs_of (&b), n);
}

int
integer_compare_large (struct integer a, struct integer b)
{
  if ((a.size < 0) != (b.size < 0))
    return a.size < 0 ? -1 : 1;
  int order = compare_magnitudes (a, b);
  return a.size < 0 ? -order : order;
}

bool
integer_to_unsigned (struct integer a, uint64_t *value)
{
  *value = a.limb;
  return a.size == 0 || a.size == 1;
}

struct integer
integer_negate (struct integer a)
{
  a.size = -a.size;
  return a;
}

/* |A| + |B|, where one has more than a limb or both together do.  */
static struct integer
add_magnitudes (const struct scratch *m, bool negative, struct integer a,
		struct integer b)
{
  if (count_of (a) < count_of (b))
    {
      struct integer t = a;
      a = b;
      b = t;
    }
  uint32_t n = count_of (a);
  mp_limb_t *sum = new_limbs (m, n + 1);
  sum[n] = count_of (b)
	   ? mpn_add (sum, limbs_of (&a), n, limbs_of (&b), count_of (b))
	   : (memcpy (sum, limbs_of (&a), n * sizeof *sum), 0);
  return normal (negative, sum, n + 1);
}

/* |A| - |B|, where |A| >= |B| and A has more than a limb.  */
static struct integer
subtract_magnitudes (const struct scratch *m, bool negative, struct integer a,
		     struct integer b)
{
  uint32_t n = count_of (a);
  mp_limb_t *rest = new_limbs (m, n);
  if (count_of (b))
    mpn_sub (rest, limbs_of (&a), n, limbs_of (&b), count_of (b));
  else
    memcpy (rest, limbs_of (&a), n * sizeof *rest);
  return normal (negative, rest, n);
}

struct integer
integer_add (const struct scratch *m, struct integer a, struct integer b)
{
  bool is_less, fits = is_small (a) && is_small (b);
  if ((a.size < 0) == (b.size < 0))
    {
      uint64_t sum;
      if (fits && !__builtin_add_overflow (a.limb, b.limb, &sum))
	return small (a.size < 0, sum);
      return add_magnitudes (m, a.size < 0, a, b);
    }
  is_less = compare_magnitudes (a, b) < 0;
  if (fits)
    return is_less ? small (b.size < 0, b.limb - a.limb)
		   : small (a.size < 0, a.limb - b.limb);
  return is_less ? subtract_magnitudes (m, b.size < 0, b, a)
		 : subtract_magnitudes (m, a.size < 0, a, b);
}

struct integer
integer_subtract (const struct scratch *m, struct integer a, struct integer b)
{
  return integer_add (m, a, integer_negate (b));
}

struct integer
integer_multiply (const struct scratch *m, struct integer a, struct integer b)
{
  bool negative = (a.size < 0) != (b.size < 0);
  uint64_t product;
  if (!a.size || !b.size)
    return integer_of (0);
  if (is_small (a) && is_small (b)
      && !__builtin_mul_overflow (a.limb, b.limb, &product))
    return small (negative, product);
  if (count_of (a) < count_of (b))
    {
      struct integer t = a;
      a = b;
      b = t;
    }
  uint32_t n = count_of (a) + count_of (b);
  mp_limb_t *limbs = new_limbs (m, n);
  mpn_mul (limbs, limbs_of (&a), count_of (a), limbs_of (&b), count_of (b));
  return normal (negative, limbs, n);
}

/* A / B to 0, and the rest, which has the sign of A.  */
static struct integer
divide_to_zero (const struct scratch *m, struct integer a, struct integer b,
		struct integer *rest)
{
  bool negative = (a.size < 0) != (b.size < 0);
  uint32_t n = count_of (a), d = count_of (b);
  if (is_small (a) && is_small (b))
    {
      *rest = small (a.size < 0, a.limb % b.limb);
      return small (negative, a.limb / b.limb);
    }
  if (n < d)
    {
      *rest = a;
      return integer_of (0);
    }
  mp_limb_t *quotient = new_limbs (m, n - d + 1), *r = new_limbs (m, d);
  mpn_tdiv_qr (quotient, r, 0, limbs_of (&a), n, limbs_of (&b), d);
  *rest = normal (a.size < 0, r, d);
  return normal (negative, quotient, n - d + 1);
}

/* Whether a quotient that was rounded to 0 is one too near to it.  */
static bool
rounds_away (const struct scratch *m, enum integer_rounding rounding,
	     bool negative, struct integer b, struct integer rest)
{
  if (!rest.size)
    return false;
  switch (rounding)
    {
    case ROUND_DOWN:
      return negative;
    case ROUND_UP:
      return !negative;
    case ROUND_NEAREST:
      return compare_magnitudes (integer_add (m, rest, rest), b) >= 0;
    default:
      return false;
    }
}

struct integer
integer_divide (const struct scratch *m, enum integer_rounding rounding,
		struct integer a, struct integer b, struct integer *rest)
{
  bool negative = (a.size < 0) != (b.size < 0);
  struct integer r, quotient = divide_to_zero (m, a, b, &r);
  if (rounds_away (m, rounding, negative, b, r))
    {
      quotient = integer_add (m, quotient, integer_of (negative ? -1 : 1));
      r = negative ? integer_add (m, r, b) : integer_subtract (m, r, b);
    }
  if (rest)
    *rest = r;
  return quotient;
}

struct integer
integer_shift_left (const struct scratch *m, struct integer a, uint32_t count)
{
  if (!a.size)
    return a;
  if (is_small (a) && count < 64 && a.limb << count >> count == a.limb)
    return small (a.size < 0, a.limb << count);
  uint32_t n = count_of (a), whole = count / 64;
  mp_limb_t *limbs = new_limbs (m, n + whole + 1);
  if (count % 64)
    limbs[n + whole] = mpn_lshift (limbs + whole, limbs_of (&a), n,
				   count % 64);
  else
    memcpy (limbs + whole, limbs_of (&a), n * sizeof *limbs);
  return normal (a.size < 0, limbs, n + whole + 1);
}

struct integer
integer_shift_right (const struct scratch *m, struct integer a,
		     uint32_t count)
{
  if (!a.size)
    return a;
  if (count >= 64 * count_of (a))
    return integer_of (a.size < 0 ? -1 : 0);
  if (is_small (a) && a.size > 0)
    return small (false, a.limb >> count);
  struct integer unit = integer_shift_left (m, integer_of (1), count);
  return integer_divide (m, ROUND_DOWN, a, unit, NULL);
}

uint32_t
integer_width (struct integer a)
{
  uint32_t n = count_of (a);
  if (!n)
    return 0;
  return 64 * n - (uint32_t) __builtin_clzll (limbs_of (&a)[n - 1]);
}

/* The low COUNT limbs of A in two's complement.  */
static void
write_limbs (struct integer a, mp_limb_t *limbs, uint32_t count)
{
  uint32_t n = count_of (a) < count ? count_of (a) : count;
  memset (limbs, 0, count * sizeof *limbs);
  if (n)
    memcpy (limbs, limbs_of (&a), n * sizeof *limbs);
  if (a.size < 0)
    mpn_neg (limbs, limbs, count);
}

/* The number that LIMBS are in two's complement, or unsigned; they become its
   magnitude.  */
static struct integer
read_limbs (mp_limb_t *limbs, uint32_t count, bool is_unsigned)
{
  bool negative = !is_unsigned && limbs[count - 1] >> 63;
  if (negative)
    mpn_neg (limbs, limbs, count);
  return normal (negative, limbs, count);
}

static struct integer
reduce_small (struct integer a, uint32_t precision, bool is_unsigned)
{
  uint32_t unused = 64 - precision;
  uint64_t bits = a.size < 0 ? -a.limb : a.limb;
  bits <<= unused;
  return is_unsigned ? integer_of_unsigned (bits >> unused)
		     : integer_of ((int64_t) bits >> unused);
}

struct integer
integer_reduce (const struct scratch *m, struct integer a, uint32_t precision,
		bool is_unsigned)
{
  uint32_t count = (precision + 63) / 64, unused = 64 * count - precision;
  if (is_small (a) && precision <= 64)
    return reduce_small (a, precision, is_unsigned);
  mp_limb_t *limbs = new_limbs (m, count);
  write_limbs (a, limbs, count);
  limbs[count - 1] <<= unused;
  limbs[count - 1] = is_unsigned
		     ? limbs[count - 1] >> unused
		     : (uint64_t) ((int64_t) limbs[count - 1] >> unused);
  return read_limbs (limbs, count, is_unsigned);
}

struct integer
integer_least (const struct scratch *m, uint32_t precision, bool is_unsigned)
{
  if (is_unsigned)
    return integer_of (0);
  return integer_negate (integer_shift_left (m, integer_of (1),
					     precision - 1));
}

struct integer
integer_greatest (const struct scratch *m, uint32_t precision,
		  bool is_unsigned)
{
  uint32_t bits = is_unsigned ? precision : precision - 1;
  if (bits <= 64)
    return integer_of_unsigned (bits ? UINT64_MAX >> (64 - bits) : 0);
  return integer_add (m, integer_shift_left (m, integer_of (1), bits),
		      integer_of (-1));
}

static mp_limb_t
limb_bitwise (enum integer_bitwise operation, mp_limb_t a, mp_limb_t b)
{
  return operation == INTEGER_AND ? a & b
	 : operation == INTEGER_OR ? a | b : a ^ b;
}

struct integer
integer_bitwise (const struct scratch *m, enum integer_bitwise operation,
		 struct integer a, struct integer b)
{
  if (is_small (a) && is_small (b) && a.size >= 0 && b.size >= 0)
    return integer_of_unsigned (limb_bitwise (operation, a.limb, b.limb));
  uint32_t count = 1 + (count_of (a) > count_of (b) ? count_of (a)
						    : count_of (b));
  mp_limb_t *x = new_limbs (m, count), *y = new_limbs (m, count);
  write_limbs (a, x, count);
  write_limbs (b, y, count);
  for (uint32_t i = 0; i < count; i++)
    x[i] = limb_bitwise (operation, x[i], y[i]);
  return read_limbs (x, count, false);
}

struct integer
integer_of_limbs (const struct scratch *m, const uint64_t *limbs,
		  uint32_t count, bool is_unsigned)
{
  if (!count)
    return integer_of (0);
  if (count == 1)
    return is_unsigned ? integer_of_unsigned (limbs[0])
		       : integer_of ((int64_t) limbs[0]);
  if (is_unsigned || !(limbs[count - 1] >> 63))
    return normal (false, (const mp_limb_t *) limbs, count);
  mp_limb_t *copy = new_limbs (m, count);
  memcpy (copy, limbs, count * sizeof *copy);
  return read_limbs (copy, count, false);
}

/* Repeated division by 10^19, the greatest power in a limb: numbers here have
   few limbs, and mpn_get_str would overwrite them.  */
void
integer_text (struct integer a, struct buffer *out)
{
  const uint64_t power = UINT64_C (10000000000000000000);
  uint32_t n = count_of (a), n_parts = 0;
  mp_limb_t rest[INTEGER_LIMBS];
  uint64_t parts[INTEGER_LIMBS + INTEGER_LIMBS / 64 + 1];
  memcpy (rest, limbs_of (&a), n * sizeof *rest);
  do
    {
      parts[n_parts++] = n ? mpn_divrem_1 (rest, 0, rest, n, power) : 0;
      while (n && !rest[n - 1])
	n--;
    }
  while (n);
  buffer_add_format (out, "%s%llu", a.size < 0 ? "-" : "",
		     (unsigned long long) parts[--n_parts]);
  while (n_parts)
    buffer_add_format (out, "%019llu", (unsigned long long) parts[--n_parts]);
}
