#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# matrix.sh [ROW...] - builds and tests for every architecture and build that
# we promise, and prints one table
#
# On Debian 12, as root: installs compilers, emulators and a Check for each
# architecture. Builds in $MATRIX_DIR, or else in a new directory that is removed
# when all passed. The last line counts test cases; exit 1 if any row failed.
set -u
program=matrix
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=SCRIPTDIR/build.sh
. "$top/build-aux/build.sh"
# shellcheck source=SCRIPTDIR/check-source.sh
. "$top/build-aux/check-source.sh"
choose_build
work=${MATRIX_DIR:-$(mktemp -d)}
mkdir -p "$work" && work=$(cd "$work" && pwd) || exit 1
jobs=$(nproc 2>/dev/null || echo 1)

# ROW|GNU triplet|Check|test wrapper|configure arguments. A comma is a blank.
# Check: empty for the machine's own, or Debian's for that architecture, or
# source: built here from Debian's source package, since neither riscv64 nor
# musl has one in Debian 12. The first row and the last are ./quickcheck and
# make distcheck.
# --static and not -static, which libtool takes for itself.
# The arm64 CPU is one without DC CVAP, which Debian 12's emulator announces
# and lacks. Its CPU max has AVX2, but no AVX-512.
rows='
gcc
clang||||CC=clang --enable-werror
O0||||CFLAGS=-O0 --enable-werror
O3||||CFLAGS=-O3 --enable-werror
no-shared||||--disable-shared
static||||--disable-shared LDFLAGS=--static PKG_CONFIG=pkg-config,--static
musl||source||--disable-shared CC=musl-gcc
musl-static||source||--disable-shared CC=musl-gcc LDFLAGS=--static
generic||||--with-arch=generic --enable-werror
asan-ubsan||||--disable-shared CC=gcc,-fsanitize=address,-fsanitize=undefined,-fno-sanitize-recover=all CFLAGS=-O1,-g
tsan||||--disable-shared CC=gcc,-fsanitize=thread CFLAGS=-O1,-g
no-avx|||qemu-x86_64,-cpu,Westmere|--disable-shared
no-avx512|||qemu-x86_64,-cpu,max|--disable-shared
i386|i686-linux-gnu|i386||--enable-werror
arm64|aarch64-linux-gnu|arm64|qemu-aarch64,-cpu,cortex-a57|--enable-werror
armhf|arm-linux-gnueabihf|armhf|qemu-arm|--enable-werror
ppc64le|powerpc64le-linux-gnu|ppc64el|qemu-ppc64le|--enable-werror
s390x|s390x-linux-gnu|s390x|qemu-s390x|--enable-werror
riscv64|riscv64-linux-gnu|source|qemu-riscv64,-L,/usr/riscv64-linux-gnu|--disable-shared
distcheck
'

# apt-get update fails when one index of one architecture is out of step; what
# counts is whether the packages can be had. The second line: what some tests
# look at where it is there.
install_all() {
	local arch
	for arch in arm64 i386 armhf ppc64el s390x; do
		dpkg --add-architecture $arch
	done
	apt-get update || true
	# shellcheck disable=SC2046 # a list of names
	DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends $(missing_packages yes) xz-utils \
		g++ gnuplot-nox groff jq libnuma-dev libpmem-dev \
		clang musl-tools qemu-user libclang-rt-14-dev \
		gcc-aarch64-linux-gnu libc6-dev-arm64-cross check:arm64 \
		gcc-i686-linux-gnu libc6-dev-i386-cross check:i386 \
		gcc-arm-linux-gnueabihf libc6-dev-armhf-cross check:armhf \
		gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross check:ppc64el \
		gcc-s390x-linux-gnu libc6-dev-s390x-cross check:s390x \
		gcc-riscv64-linux-gnu libc6-dev-riscv64-cross
}

# The settings that make configure find Check, in $arguments and $environment.
# No library path for the emulators: an architecture's Check brings its own
# libc and loader, and the loader of the cross compiler's libc with that libc
# hangs in fork().
find_check() {
	local triplet=$1 multiarch=${1/i686/i386} check=$2
	[ -z "$triplet" ] || arguments+=(--host="$triplet")
	case $check in
	'') ;;
	source)
		build_check "$work/check-$row" "${arguments[@]}" || return 1
		arguments+=("${check_settings[@]}") ;;
	*)
		environment+=(PKG_CONFIG_LIBDIR="/usr/lib/$multiarch/pkgconfig")
		arguments+=(CPPFLAGS="-I/usr/include/$multiarch"
			LDFLAGS="-L/usr/lib/$multiarch") ;;
	esac
}

# build_and_test TRIPLET CHECK WRAPPER ARGUMENTS, in the row's directory. A
# row whose Check does not link is a failure and no shorter row.
build_and_test() {
	local wrapper=${3//,/ } arg
	local -a arguments=() environment=() check_settings=()

	for arg in $4; do
		arguments+=("${arg//,/ }")
	done
	find_check "$1" "$2" &&
	env "${environment[@]}" "$source/configure" "${arguments[@]}" &&
	! grep -q '^CHECK_LIBS = *$' Makefile &&
	make -j"$jobs" &&
	make -j"$jobs" check VERBOSE=1 CHECK_QUICK=1 TEST_WRAPPER="$wrapper"
}

# Its tests are run in a directory that it removes: counts as one.
distcheck() {
	"$source/configure" && make -j"$jobs" distcheck CHECK_QUICK=1 &&
	echo ':test-result: PASS' >tests/distcheck.trs && : >tests/distcheck.log
}

run_row() {
	case $row in
	gcc) "$top/quickcheck" ;;
	distcheck) distcheck ;;
	*) build_and_test "$@" ;;
	esac
}

wanted() {
	[ $# = 1 ] && return 0
	local row=$1 name
	shift
	for name in "$@"; do
		[ "$name" != "$row" ] || return 0
	done
	return 1
}

# One line of the table; the end of the log below it if the row failed
show_row() {
	local begin=$SECONDS directory=$work/$row verdict='' failed=0
	rm -rf "$directory"
	mkdir "$directory" && cd "$directory" || exit 1
	(set -e; run_row "$@") >"$directory.log" 2>&1 </dev/null || failed=1
	[ "$row" != gcc ] || directory=$build
	[ $failed = 0 ] || verdict='  FAILED'
	printf '%-12s %-7s %5d  %s%s\n' "$row" "${2:-own}" \
		$((SECONDS - begin)) \
		"$("$top/build-aux/count-tests.sh" "$directory")" "$verdict"
	[ $failed = 0 ] || tail -n 60 "$work/$row.log"
	directories+=("$directory")
	failed_rows=$((failed_rows + failed))
}

[ -n "${MATRIX_INSTALLED:-}" ] || install_all >"$work/packages.log" 2>&1 ||
	{ tail -n 20 "$work/packages.log"; die "packages could not be installed"; }
[ -x "$source/configure" ] || (cd "$source" && ./bootstrap) \
	>"$work/bootstrap.log" 2>&1 || die "no configure: $work/bootstrap.log"
printf '%-12s %-7s %5s  %s\n' build Check s 'test cases'
failed_rows=0
directories=()
while IFS='|' read -r row triplet check wrapper arguments; do
	[ -n "$row" ] || continue
	wanted "$row" "$@" || continue
	show_row "$triplet" "$check" "$wrapper" "$arguments"
done <<<"$rows"

line=$("$top/build-aux/count-tests.sh" "${directories[@]}")
read -r passed _ failed _ skipped _ <<<"$line"
# A row that broke without a failed test counts as one.
[ "$failed" -ge "$failed_rows" ] || failed=$failed_rows
[ "$failed" -gt 0 ] || [ -n "${MATRIX_DIR:-}" ] || rm -rf "$work"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
