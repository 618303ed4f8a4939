# unit.s - nothing.
# Copyright (C) 2026 The libqueries authors.
# SPDX-License-Identifier: GPL-3.0-or-later
	.section .note.GNU-stack,"",@progbits
