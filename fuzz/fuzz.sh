#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# fuzz.sh [SECONDS [TARGET...]] - builds the fuzz targets by clang in the
# current directory and runs each so long (default: 720 s, an hour for all)
#
# What is found lies in the target's folder of the current directory; the
# corpora in the source are added to only with FUZZ_KEEP=1, made small.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
seconds=${1:-720}
[ $# = 0 ] || shift
[ $# -gt 0 ] || set -- model_file descriptor_file dump_options namespaces copies

if [ ! -e Makefile ]; then
	"$source/configure" --disable-shared CC=clang NUMA_LIBS=-lnone \
		CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined'
fi
programs=
for target in "$@"; do
	programs="$programs fuzz/$target"
done
# shellcheck disable=SC2086 # a list
make -j"$(nproc)" $programs

# fuzz TARGET OPTION...
fuzz() {
	target=$1
	shift
	mkdir -p "$target"
	echo "$target"
	(cd "$target" && "../fuzz/$target" -max_len=4096 -timeout=30 \
		-rss_limit_mb=4096 -close_fd_mask=3 \
		-print_final_stats=1 "$@" 2>log) || {
		tail -n 40 "$target/log"
		exit 1
	}
	grep -E 'number_of_executed_units|average_exec' "$target/log"
}

for target in "$@"; do
	mkdir -p "$target/new"
	fuzz "$target" -max_total_time="$seconds" new \
		"$source/fuzz/corpus/$target"
	[ "${FUZZ_KEEP:-0}" = 0 ] ||
		fuzz "$target" -merge=1 "$source/fuzz/corpus/$target" new
done
