/* finding.h - findings are values: what a check says, without locations.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   struct findings is the value of every check query: a header, an array of
   struct finding, an array of arguments, text.  Flat and relocatable.  A
   finding names places of its function's snapshot (enum place_kind), never
   lines.  Notes follow the finding they belong to.  */

#ifndef PASSES_FINDING_H
#define PASSES_FINDING_H

#include "queries/query.h"
#include "passes/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

enum check
{
#define CHECK(QUERY, NAME, PASS, GATE, LEVEL, CWE, SUMMARY) CHECK_##QUERY,
#include "checks.def"
  CHECKS
};

/* A set of checks.  */
typedef uint64_t check_set;
#define CHECK_BIT(CHECK) ((check_set) 1 << (CHECK))
#define ALL_CHECKS (~(check_set) 0 >> (64 - CHECKS))

enum message
{
#define MESSAGE(NAME, OPTION, FORMAT) MESSAGE_##NAME,
#include "messages.def"
  MESSAGES
};

enum { FINDING_IS_NOTE = 1,
       /* Only if the unit is compiled with -O0: at other levels another pass
	  of GCC gives it.  check_function leaves it out there.  */
       FINDING_AT_O0 = 2,
       /* Once emitted, it closes its group, and GCC's side marks its SUBJECT
	  (if any) as warned of, so that later passes are silent.  */
       FINDING_SUPPRESSES = 4,
       /* Only if the unit is not compiled with -O0: there GCC's pass sees that
	  the block is never executed.  check_function leaves it out there.  */
       FINDING_NOT_AT_O0 = 8,
       /* In a macro: at the place where its token is spelled (GCC:
	  linemap_resolve_location, LRK_SPELLING_LOCATION).  */
       FINDING_AT_SPELLING = 16,
       /* In a macro of a system header: where that is used (GCC:
	  expansion_point_location_if_in_system_header).  */
       FINDING_OUT_OF_SYSTEM = 32,
       /* With FINDING_IS_NOTE: a step of the path that explains the finding
	  before, in the order of execution.  The last one is at the finding's
	  own place.  Shown as GCC shows the events of its analyzer.  */
       FINDING_IS_EVENT = 64,
       /* Of a finding and its notes: shown only if what lies at their places is
	  written there in the source, outside of macros, and of several such
	  places all say the same or name no constant in capitals: another
	  configuration would give that another value.  */
       FINDING_AS_WRITTEN = 128,
       /* Shown only if the source between it and its first note, which come in
	  that order and outside of macros, does not mention the variable that
	  is its first argument: what is switched off there may read it.  */
       FINDING_UNLESS_MENTIONED = 256,
       /* PLACE is a call.  The finding is shown at PLACE3 of the function that
	  is called, and in that function, if it has a location there.  */
       FINDING_IN_CALLEE = 512,
       /* PLACE is one of another function of the unit: SUBJECT is the offset of a
	  text, that function's symbol in digits (fingerprint_print).  If the unit
	  has no such function a finding is not shown.  */
       FINDING_IN_FUNCTION = 1024,
       /* Shown only if the option has been given at least this level.  */
       FINDING_AT_LEVEL_2 = 2048, FINDING_AT_LEVEL_3 = 4096,
       /* With FINDING_IS_EVENT: it happens in no function and at no place of the
	  source.  */
       FINDING_NOWHERE = 8192 };

struct finding
{
  uint16_t check;		/* enum check */
  uint16_t message;		/* enum message */
  uint16_t flags;
  uint16_t n_arguments;
  uint32_t first_argument;	/* In the arguments of its struct findings.  */
  uint32_t place;		/* PLACE (...)  */
  /* If PLACE turns out to have no location: try these, in order.  NONE: no
     more.  A finding without any location goes to the function's place.  */
  uint32_t place2, place3;
  /* Groups hold alternatives.  Of GCC's passes some warn of a variable once
     only, and whether one has warned is known when it is emitted: pragmas and
     options decide that by place.  So a check gives the uses that follow, too
     (GROUP_ALTERNATIVES of those that may close a group, at most), and emission,
     in the order of the findings, skips a finding (with its notes) if GROUP or
     GROUP2 is closed.  A finding with FINDING_SUPPRESSES that was really
     emitted (warning_at returned true) closes GROUP.  0: no group.  A number
     means something among the findings of one function and one space of groups
     (finding_group_space) only.  GROUP of an event of a path is how many calls
     deep its function is.  */
  uint32_t group, group2;
  uint32_t subject;		/* DECLS, or NONE: see FINDING_SUPPRESSES.  */
  uint32_t cwe;			/* In the metadata; 0: none.  */
};

enum { GROUP_ALTERNATIVES = 64 };

/* The check whose numbers the groups of CHECK are: GCC's two passes that look
   for uninitialized variables know of each other's warnings.  */
static inline uint32_t
finding_group_space (uint32_t check)
{
  return check == CHECK_uninit ? (uint32_t) CHECK_early_uninit : check;
}

enum argument_kind { ARGUMENT_DECL, ARGUMENT_TYPE, ARGUMENT_TEXT,
		     ARGUMENT_NUMBER, ARGUMENT_PART };

struct finding_argument
{
  uint32_t kind;		/* enum argument_kind */
  uint32_t value;		/* DECLS or TYPES of the snapshot; offset into the
				   text of struct findings; the number; the
				   text of a struct finding_part.  */
};

/* What is read of a variable, at an offset that no access of this function names: GCC's
   side knows all fields, and prints it as GCC does where it folds the access.  Where
   a message has the text of an expression (%E) it may have this instead.  */
struct finding_part
{
  uint32_t decl;		/* DECLS of the snapshot.  */
  uint64_t offset;		/* In bytes, from the variable's start.  */
  const char *type;		/* As what it is read: `unsigned int'.  */
};

/* PART from TEXT, into which its type points; false if that is none.  */
bool finding_part_parse (const char *text, struct finding_part *part);

struct findings
{
  uint32_t n_findings;		/* Notes included.  */
  uint32_t n_arguments;
  uint32_t text_size;
  uint32_t flags;		/* FINDINGS_*  */
  /* struct finding[], struct finding_argument[], char[] follow.  */
};

enum { FINDINGS_INCOMPLETE = 1 };	/* The budget ran out.  */

static inline const struct finding *
findings_array (const struct findings *f)
{
  return (const struct finding *) (f + 1);
}

static inline const struct finding_argument *
findings_arguments (const struct findings *f)
{
  return (const struct finding_argument *) (findings_array (f)
					    + f->n_findings);
}

static inline const char *
findings_text (const struct findings *f)
{
  return (const char *) (findings_arguments (f) + f->n_arguments);
}

/* Collects findings in the order in which they are added.  */
struct findings_builder
{
  struct buffer findings, arguments, text;
  uint32_t flags;
};

void findings_builder_init (struct findings_builder *b);
void findings_builder_release (struct findings_builder *b);

/* A new finding or note; its arguments follow by the functions below.  */
void findings_add (struct findings_builder *b, enum check check,
		   enum message message, uint32_t place, uint32_t flags);
/* Where to go if the last finding's place has no location.  */
void findings_add_fallback (struct findings_builder *b, uint32_t place2,
			    uint32_t place3);
/* The last finding or note, at a call, is shown at STATEMENT of the function
   called.  */
void findings_add_callee (struct findings_builder *b, uint32_t statement);
/* The last finding's place is one of the function whose symbol is SYMBOL.  */
void findings_add_function (struct findings_builder *b, const char *symbol);
/* Groups and subject of the last finding, which are 0, 0 and NONE so far.  */
void findings_add_group (struct findings_builder *b, uint32_t group,
			 uint32_t group2, uint32_t subject);
/* The weakness that the last finding is one of.  */
void findings_add_cwe (struct findings_builder *b, uint32_t cwe);
void findings_add_decl (struct findings_builder *b, uint32_t decl);
void findings_add_type (struct findings_builder *b, uint32_t type);
void findings_add_number (struct findings_builder *b, uint32_t number);
void findings_add_text (struct findings_builder *b, const char *text);
void findings_add_part (struct findings_builder *b,
			const struct finding_part *part);

/* Append those findings of F (with their notes) that KEEP accepts, all if
   KEEP is NULL.  */
void findings_append (struct findings_builder *b, const struct findings *f,
		      bool (*keep) (const struct finding *finding));

/* Append those of CHECK.  */
void findings_append_of (struct findings_builder *b, const struct findings *f,
			 enum check check);

/* Write the struct findings to OUT, which is empty, and empty B for the next
   one.  Releases nothing.  */
void findings_finish (struct findings_builder *b, struct buffer *out);

bool findings_verify (const void *bytes, size_t size);

/* The text of finding INDEX of F: its message with its arguments put in,
   as the driver without GCC prints it.  SNAPSHOT is its function's.  */
void finding_print (FILE *file, const struct snapshot *s,
		    const struct findings *f, uint32_t index);

/* MESSAGE's format, GCC option without OPT_ ("0": none, "note", "own").  */
const char *message_format (enum message m);
const char *message_option (enum message m);
const char *check_name (enum check c);

#ifdef __cplusplus
}
#endif
#endif
