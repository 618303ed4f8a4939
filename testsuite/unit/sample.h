/* sample.h - one snapshot with some of everything, for tests.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef UNIT_SAMPLE_H
#define UNIT_SAMPLE_H

#include "testsuite/unit/cfg.h"

/* What tests refer to: statements in the order of the snapshot.  */
enum sample_statement
{
  SAMPLE_STORE,			/* p_0->field[i_1] = 7 */
  SAMPLE_LOAD,			/* x_3 = *p_0 */
  SAMPLE_CALL,			/* y_4 = g (&v, x_3), memory 5 to 6 */
  SAMPLE_COND,			/* if (y_4 < 7) goto 3; else goto 4 */
  SAMPLE_LABEL,
  SAMPLE_ASM,			/* out_7, v : x_3, *p_0; clobbers memory */
  SAMPLE_SWITCH,		/* on out_7: default 5, 7 ... 7: 4 */
  SAMPLE_PHI,			/* z_8 = PHI <y_4, &v> */
  SAMPLE_MEMORY_PHI,		/* .MEM_9 = PHI <.MEM_6, .MEM_10> */
  SAMPLE_CLOBBER,		/* v = {CLOBBER} */
  SAMPLE_CONDITIONAL,		/* w_11 = z_8 < 7 ? x_3 : 7 */
  SAMPLE_OPAQUE,		/* opaque (v, &g) */
  SAMPLE_INTERNAL,		/* .FENCE () */
  SAMPLE_RETURN,		/* return w_11 */
  SAMPLE_STATEMENTS
};

/* Operands of the sample.  */
struct sample
{
  uint32_t pointer, index, x, y, memory_in, memory_called, out, z, memory_phi,
    memory_asm, w, number;
  uint32_t field, star, v, address_v, address_g, based;	/* Memory.  */
  uint32_t g;			/* DECLS */
};

const struct snapshot *sample_snapshot (struct arena *arena,
					struct sample *operands);

#endif
