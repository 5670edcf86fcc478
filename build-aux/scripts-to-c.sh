#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# scripts-to-c.sh - text files as C: an array of strings for each, NULL last
#
# usage: scripts-to-c.sh FILE..., to standard output
set -eu
printf '%s\n' '/* SPDX-License-Identifier: BSD-2-Clause */' \
	'#include <stddef.h>' '#include "scripts.h"'
for file; do
	name=$(basename "$file" | tr - _)
	printf 'const char *const %s[] = {\n' "$name"
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/	"&\\n",/' "$file"
	printf '\tNULL\n};\n'
done
