/* programs.c - what is asked of the engine under many schedules.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#include "testsuite/schedule/programs.h"

#include <stddef.h>

const struct program programs[] = {
  { "diamond", "S0 = S1 S2; S1 = S3; S2 = S3; S3 = I0", "S1 S2 S0", "S0",
    NULL, 0 },
  { "shared chain",
    "S0 = S1; S1 = S2 I1; S2 = S3; S3 = S4 I2; S4 = S5; S5 = I0",
    "S0 S3 S1 S4", "S2", NULL, PROGRAM_WATCHED },
  { "ring of two", "S0 = I0 S1; S1 = I1 S0", "S0 S1", "S1", NULL, 0 },
  { "ring of three", "S0 = S1; S1 = S2; S2 = S0", "S0 S1 S2", "S2", NULL, 0 },
  { "ring and innocent",
    "S0 = S1; S1 = S2; S2 = S0; S3 = S0; S4 = S3 I0; S5 = S6; S6 = I1",
    "S5 S4 S0 S1 S3", "S2", NULL, 0 },
  { "default, ring of two", "D0 = I0 D1; D1 = I1 D0; S2 = D0; S3 = D1",
    "D0 D1", "S3 S2", NULL, 0 },
  { "default, ring of three",
    "D0 = I0 D1; D1 = I1 D2; D2 = I2 D0; S3 = D1; S4 = I3 S5; S5 = D2",
    "D0 D1 D2 S4", "S3", NULL, 0 },
  { "one default", "D0 = S1; S1 = S2; S2 = D0; S3 = S2 D0", "S1 S2 D0",
    "S3", NULL, 0 },
  { "default, two rings",
    "D0 = S1 D2; S1 = D0; D2 = S3; S3 = D0 D2; S4 = S1 S3", "S1 S3 D2 S4",
    "D0", NULL, 0 },
  { "default, for_each",
    "D0 * S1 S2 S3; S1 = D0; S2 = I0; S3 = D0 S2; S4 * S3 S1",
    "D0 S3 S1 S4", "S4", NULL, 0 },
  { "default, ensured", "D0 ? D1; D1 = D0 I0; S2 ? D1; S3 = D1", "D1 S2 S3",
    "D0", NULL, 0 },
  { "default, alone", "D0 = D0 I0; S1 = D0; S2 = D0 S1", "S1 S2 D0", "D0",
    NULL, 0 },
  { "failure", "S0 = S1; S1 = S2; S2 ! I0; S3 = S1; S4 = S2 S0",
    "S0 S3 S4 S1", "S4", NULL, PROGRAM_WHO_FIRST },
  { "failure in for_each", "S0 * S1 S2 S3; S1 = S4; S2 = S4; S3 = S4; S4 ! I0",
    "S0 S2", "S3", NULL, PROGRAM_WHO_FIRST },
  { "promotion", "L0 = I0; S1 = L0 I1; S2 = L0 I2; S3 = S1 S2", "S1 S2 S3",
    "S2", "I1 I2", 0 },
  { "promoted chain",
    "L0 = L1; L1 = L2 I3; L2 = I0; S1 = L0 I1; S2 = L1 I2; S3 = L0 S2",
    "S1 S2 S3 S1", "S2", "I1 I2", PROGRAM_WATCHED },
  { "green", "S0 = S1 S2; S1 = L3; S2 = L3 I1; L3 = I0; S4 = S0 L3 I2",
    "S4 S0 S1", "S2", "I2", 0 },
  { "red below", "S0 = L1 L2; L1 = L3; L2 = L3 I1; L3 = I0; S4 = L2 L1",
    "S4 S0 L1", "S0", "I0", 0 },
  { "green, ensured", "E0 ? L1; L1 = L2; L2 = I0; S3 = E0 I1; S4 ? L1 E0",
    "S3 S4 E0 L2", "S4", "I1", 0 },
  { "nested for_each",
    "S0 * S1 S2 S3; S1 * S4 S5 S6; S2 * S5 S6 S4; S3 * S6 S4 S5;"
    "S4 = I0; S5 = S6; S6 = I1",
    "S0 S1 S2", "S3", NULL, 0 },
  { "batches", "S0 = L1 L2; L1 = L3; L2 = L3; L3 = I0; S4 = S0; S5 = L2 S4",
    "L1 L2 S0 S4 L3 S5", "S4 L1", NULL, PROGRAM_WATCHED },
  { "stealing", "T0 = S4 I0; S1 < T0 I1; S2 = S1; E3 ? T0 S1; S4 = I2",
    "S1 E3 S2 S4", "S2", NULL, 0 },
  { "two thieves", "T0 = I0; S1 < T0; S2 < T0", "S1 S2", "S2", NULL,
    PROGRAM_WHO_FIRST },
  { "stolen and stored", "T0 = S4; S1 < T0 I1; E3 ? T0; S4 = I0; S2 = S1 E3",
    "S1 E3 S2", "S4", "I1", PROGRAM_RUNS_VARY },
  { "new keys",
    "S0 = P0.17 P17.1; S1 = P17.1 P18.17; S2 = S18 P0.17; P0.17 = S17;"
    "P17.1 = S18; P18.17 = S18 S17; S17 = I0; S18 = I1",
    "S0 S1 S2", "S2", NULL, 0 },
  { "new keys, stored",
    "S0 = P0.17 I2; S1 = P17.1 P18.17 I2; S2 = S18 P0.17; P0.17 = S17;"
    "P17.1 = S18; P18.17 = S18 S17; S17 = I0; S18 = I1",
    "S0 S1 S2", "S2", "I2 I1", 0 },
  { "deep chain",
    "S0 ~ S1; S1 ~ S2; S2 ~ S3; S3 ~ S4; S4 ~ S5; S5 ~ S6; S6 ~ S7;"
    "S7 ~ S8; S8 ~ S9; S9 ~ S10; S10 ~ S11; S11 = I0",
    "S0 S5 S8", "S3", NULL, 0 },
  { "deep ring",
    "D0 ~ S1; S1 ~ S2; S2 ~ S3; S3 ~ S4; S4 ~ S5; S5 ~ S6; S6 ~ S7;"
    "S7 ~ D0; S8 ~ S5",
    "S1 S4 S8", "S6", NULL, 0 },
  { "deep, stored",
    "L0 ~ L1; L1 ~ L2; L2 ~ L3; L3 ~ L4; L4 ~ L5; L5 ~ L6; L6 ~ L7;"
    "L7 ~ L8; L8 = I0; S1 ~ L0 I1; S2 = L4 I1; S3 = L2",
    "S1 S2 S3", "S2", "I1", 0 },
  { "anonymous", "A0 = I0 L1; L1 = I1 A2; A2 = I2; S3 = A0; S4 = A2 L1 A0",
    "S3 S4 A0", "S4", "I2", 0 },
  { "verified", "S0 = L1 S2; L1 = S3; S2 = S3 L1; S3 = I0; S4 = S0 I1",
    "S4 S0 S2", "S2", "I1", PROGRAM_VERIFIED },
  { "tried first", "S0 = L1 S2; L1 = S3; S2 = S3 L1; S3 = I0; S4 = S0 I1 L1",
    "S4 S0 L1 S2", "S2 S4 L1", "I1", PROGRAM_TRIED | PROGRAM_VERIFIED },
  { "left", "S0 = S1 S2; S1 = S3; S2 = S4; S3 = I0; S4 = I1; S5 * S4 S3 S0",
    "S3 S5 S2", "S4", NULL, PROGRAM_LEFT }
};

const unsigned n_programs = sizeof programs / sizeof *programs;
