#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# header.sh - the headers stand alone, silent under any standard, C++ too, and
# their functions are functions at any optimisation and in both dialects of
# assembly
set -eu
srcdir=${srcdir:-.}
libs=${top_builddir:-.}/.libs
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: "${CC:=cc}" "${CFLAGS:=}"
status=0

failed() {
	echo "failed: $*"
	status=1
}

# alone COMPILER...: each header, with nothing before it
alone() {
	for header in $headers; do
		echo "#include <$header>" >"$work/alone.$suffix"
		"$@" -Wall -Wextra -Werror -pedantic -I"$srcdir/include" \
			-c "$work/alone.$suffix" -o "$work/alone.o" ||
			failed "$*" "$header"
	done
}

# run COMPILER...: the program that uses them, built and run
run() {
	"$@" -Wall -Wextra -Werror -pedantic -I"$srcdir/include" \
		"$work/use.$suffix" -o "$work/use" $libraries ||
		{ failed "$*"; return; }
	# shellcheck disable=SC2086 # $CHECK_WRAPPER is a command with options
	LD_LIBRARY_PATH=$libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH} \
		${CHECK_WRAPPER:-} "$work/use" || failed "to run: $*"
}

# Whether COMPILER takes the option, and builds for the machine of the library.
# Clang before 14 takes -masm=intel, and its assembler does not.
takes() {
	cat >"$work/try.$suffix" <<'END'
int main(void)
{
	int from = 0, to = 0;
#ifdef __x86_64__
	__asm__("movnti{l|} {%1, %0|%0, %1}" : "=m"(to) : "r"(from));
#endif
	return to + from;
}
END
	"$@" -Werror "$work/try.$suffix" -o "$work/try" 2>/dev/null ||
		{ echo "skipped: $*"; return 1; }
}

# each COMPILER "STANDARD..." OPTIONS...: the standards at -O2, lists of options
# at the default one
each() {
	compiler=$1 standards=$2
	shift 2
	for std in $standards; do
		# shellcheck disable=SC2086 # $compiler may hold options
		if takes $compiler -std="$std"; then
			alone $compiler -std="$std"
			run $compiler -O2 -std="$std" $extra
		fi
	done
	for option in "$@"; do
		case $option in
		*-mavx512f | *-mmovdir64b) run=compile ;;
		*) run=run ;;
		esac
		# shellcheck disable=SC2086 # lists of options
		if takes $compiler $option; then
			$run $compiler $option $extra
		fi
	done
}

# This CPU may lack what the program is compiled for.
compile() {
	"$@" -Wall -Wextra -Werror -I"$srcdir/include" -c "$work/use.$suffix" \
		-o "$work/use.o" || failed "$*"
}

if [ -e "$libs/libstreamcpy.so" ]; then
	libraries="-L$libs -lstreamcpy"
else
	libraries="$libs/libstreamcpy.a -pthread"
fi
headers='streamcpy.h streamcpy-kernel-names.h'
printf '#include <stdint.h>\n#if UINTPTR_MAX < UINT64_MAX\n#error\n#endif\n' |
	$CC -E - >/dev/null 2>&1 && headers="$headers zonedev.h"
cp "$srcdir/tests/streamcpy/use_header.c" "$work/use.c"
cp "$srcdir/tests/streamcpy/use_header.c" "$work/use.cc"

suffix=c extra=-Wshadow
each "$CC $CFLAGS" 'c99 c11 gnu17 c2x' -O0 -Og -O3 -Os '-O2 -flto' \
	'-O2 -masm=intel' '-O2 -mavx512f' '-O2 -mmovdir64b'
# Beside a program's own declarations of the kernel's names
cat >"$work/own.c" <<'END'
struct page { int mine; }; struct zone { struct page *page; };
enum memory_type { MEMORY_DEVICE_PRIVATE }; enum migratetype { MIGRATE_MOVABLE };
#include HEADER
END
for header in $headers; do
	# shellcheck disable=SC2086 # $CC may hold options
	$CC -Wall -Wextra -Werror -I"$srcdir/include" -DHEADER="<$header>" \
		-c "$work/own.c" -o "$work/own.o" || failed "own names, $header"
done
# Others, where they build for the same machine in the same way, and have no
# runtime of their own
case "$CC $CFLAGS ${CHECK_WRAPPER:-}" in
*-fsanitize* | *--coverage* | *qemu* | *-gcc* | *-m32* | musl*)
	echo "skipped: other compilers than $CC, and C++"
	exit $status ;;
esac
for other in gcc clang; do
	[ "$other" = "$CC" ] || ! command -v $other >/dev/null 2>&1 ||
		each $other 'c99 c2x' -O0 '-O2 -masm=intel' '-O2 -mmovdir64b'
done
suffix=cc extra=-Wold-style-cast
for other in g++ clang++; do
	! command -v $other >/dev/null 2>&1 ||
		each $other 'c++11 c++23' -O0 '-O2 -masm=intel' '-O2 -mavx512f'
done

exit $status
