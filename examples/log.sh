#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# log.sh - what the log example appends in one run is there in the next
set -eu
log=${top_builddir:-.}/examples/log
file=$(mktemp)
trap 'rm -f "$file"' EXIT

${CHECK_WRAPPER:-} "$log" "$file" first second >/dev/null
said=$(${CHECK_WRAPPER:-} "$log" "$file" third)
[ "$said" = 'first
second
third' ] || {
	echo "the log holds: $said"
	exit 1
}
