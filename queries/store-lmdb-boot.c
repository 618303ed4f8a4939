/* store-lmdb-boot.c - whether the machine has crashed since the last write.
   Copyright (C) 2026 The libqueries authors.
   SPDX-License-Identifier: GPL-3.0-or-later

   Nothing is synced, so after a crash of the machine any page that was written
   in its last half minute or so may be an older one.  Each boot of a Linux
   kernel has an identity; that of the last writer is the content of write.lock.
   If it is another one today, the file may be torn.  */

#include "queries/store-lmdb-internal.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BOOT_SIZE 36

/* The identity of this boot; false where there is none.  */
static bool
read_boot (char boot[BOOT_SIZE])
{
  int fd = open ("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  ssize_t n = read (fd, boot, BOOT_SIZE);
  close (fd);
  return n == BOOT_SIZE;
}

bool
lmdb_has_crashed (int lock)
{
  char boot[BOOT_SIZE], noted[BOOT_SIZE];
  return read_boot (boot)
	 && (pread (lock, noted, BOOT_SIZE, 0) != BOOT_SIZE
	     || memcmp (boot, noted, BOOT_SIZE) != 0);
}

/* If it cannot be noted, the next writer checks the file once more.  */
void
lmdb_note_boot (int lock)
{
  char boot[BOOT_SIZE];
  if (read_boot (boot) && pwrite (lock, boot, BOOT_SIZE, 0) != BOOT_SIZE
      && ftruncate (lock, 0) != 0)
    return;
}
