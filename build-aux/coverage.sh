#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# coverage.sh - builds for gcov in the current directory, runs the suite, and
# lists by file which lines of the libraries no test ran
#
# Fails under 95 % of the lines of lib/, arch/ and zonedev/ together. Lines for
# other CPUs than this one count as not run. CHECK_QUICK as for make check.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
jobs=$(nproc 2>/dev/null || echo 1)
if [ ! -e Makefile ]; then
	"$source/configure" --disable-shared CFLAGS='-O0 --coverage' \
		LDFLAGS=--coverage
fi
make -j"$jobs"
# A program that a test makes dump core has written nothing, which is fine. Tests
# of symbols, of links and of calls that fail see gcov's own, and fail; what fails
# is judged by other builds, and what they ran counts here.
make -j"$jobs" check CHECK_QUICK="${CHECK_QUICK:-1}" ||
	echo "some tests fail under gcov"
rm -rf gcov
mkdir gcov
find lib arch zonedev -name '*.gcno' | sed 's/\.gcno$/.o/' >gcov/objects
(cd gcov && sed 's,^,../,' objects | xargs gcov -p -r -s "$source" >log 2>&1)
# "count:line:source", ##### for what was not run; headers with templates are
# in several files, and a line is run if it is in any.
awk -F : '
	FNR == 1 { file = FILENAME; sub(/^gcov\//, "", file); gsub(/#/, "/", file); sub(/\.gcov$/, "", file) }
	file !~ /^(lib|arch|zonedev)\// { next }
	$1 ~ /-/ { next }
	{ line = $2 + 0; if (!line) next; key = file ":" line; seen[key] = 1
	  if ($1 !~ /[#=]/) ran[key] = 1 }
	END {
		for (key in seen) {
			split(key, at, ":")
			lines[at[1]]++
			if (key in ran) covered[at[1]]++
			else missing[at[1]] = missing[at[1]] " " at[2]
		}
		for (file in lines) {
			all += lines[file]; good += covered[file]
			printf "%5.1f%% of %4d  %s", 100 * covered[file] / lines[file], lines[file], file
			printf "%s\n", file in missing ? ", not run:" missing[file] : ""
		}
		printf "%5.1f%% of %4d  all\n", 100 * good / all, all
		exit good < 0.95 * all
	}' gcov/*.gcov >coverage.txt || { cat coverage.txt; exit 1; }
sort -n coverage.txt
