#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# version.sh - the version that include/streamcpy.h says
sed -n 's/^#define STREAMCPY_VERSION_[A-Z]*[[:space:]]*\([0-9]*\)$/\1/p' \
	"$(dirname "$0")/../include/streamcpy.h" | paste -sd. - | tr -d '\n'
