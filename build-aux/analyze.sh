#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# analyze.sh cppcheck|clang-tidy - what reads the source for mistakes finds none
#
# Exceptions stand in the source, at the line and with the reason; those below
# are whole checks that ask for what this project does not want.
set -eu
cd "$(dirname "$0")/.."
folders='lib arch/generic arch/x86 zonedev zonedev/auto zonedev/kernel
	tools/common tools/descriptors tools/streamcpy tools/zonedev
	tools/zonedev/bench bench'
includes='-Iinclude -Ilib -Iarch/generic -Iarch/x86 -Izonedev -Itools'
files=$(for folder in $folders; do ls "$folder"/*.c; done)
# What configure finds out; libnuma and libpmem need their headers.
config=$(mktemp -d)
trap 'rm -rf "$config"' EXIT
echo '#define HAVE_LIBNUMA 1' >"$config/config.h"

case ${1:-} in
cppcheck)
	# shellcheck disable=SC2086 # lists
	cppcheck -q --std=c11 --enable=warning,performance,portability \
		--inline-suppr --error-exitcode=1 -D__x86_64__ \
		-DUINTPTR_MAX=18446744073709551615u \
		-DUINT64_MAX=18446744073709551615u -D_GNU_SOURCE \
		-DHAVE_LIBNUMA --suppress=missingIncludeSystem $includes $files
	;;
clang-tidy)
	# easily-swappable: two numbers side by side are no mistake in C.
	# reserved-identifier, dcl37-c and dcl51-cpp: the build defines
	# _GNU_SOURCE. narrowing: what gcc -Wconversion is for. err33-c: printf()
	# and snprintf() of fixed formats need no test; lost output is found where
	# the stream is closed. err34-c: sscanf() of files of the system, whose
	# numbers are bounded behind it. string-compare: strcmp() is true where
	# strings differ. mt-unsafe: strerror() and getenv() in the tools, where
	# they are called by the first thread alone. flp30-c: a size divided by
	# 1024 until it is small.
	checks='-*,bugprone-*,cert-*,concurrency-*'
	checks=$checks,-bugprone-easily-swappable-parameters
	checks=$checks,-bugprone-reserved-identifier,-cert-dcl37-c,-cert-dcl51-cpp
	checks=$checks,-bugprone-narrowing-conversions,-cert-err33-c
	checks=$checks,-cert-err34-c,-bugprone-suspicious-string-compare
	checks=$checks,-concurrency-mt-unsafe,-cert-flp30-c
	# shellcheck disable=SC2016,SC2086 # lists; the inner shell's
	printf '%s\n' $files | xargs -P "$(nproc)" -n 4 sh -c '
		options=$1 checks=$2
		shift 2
		clang-tidy --quiet --warnings-as-errors="*" \
			-checks="$checks" "$@" -- $options' sh \
		"-std=c11 -D_GNU_SOURCE -I$config $includes" "$checks"
	;;
*)
	echo "usage: analyze.sh cppcheck|clang-tidy" >&2
	exit 2
	;;
esac
