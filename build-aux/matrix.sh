#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# matrix.sh [ROW...] - builds and tests for every architecture and build that
# we promise, and prints one table
#
# On Debian 12, as root: installs compilers, emulators and a Check for each
# architecture that has one there. Builds in $MATRIX_DIR, a new directory
# unless it is set. The last line counts test cases; exit 1 if any row failed.
set -u
program=matrix
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=SCRIPTDIR/build.sh
. "$top/build-aux/build.sh"
choose_build
work=${MATRIX_DIR:-$(mktemp -d)}
jobs=$(nproc 2>/dev/null || echo 1)
log=$work/packages.log
mkdir -p "$work"

# ROW|GNU triplet|Debian architecture|test wrapper|configure arguments
# riscv64 is not an architecture of Debian 12, so it has no Check there: its
# Check programs are left out, and what it builds is run by the shell tests.
rows='
clang||||CC=clang --enable-werror
O0||||CFLAGS=-O0
O3||||CFLAGS=-O3 --enable-werror
static||||--disable-shared
generic||||--with-arch=generic --enable-werror
asan-ubsan||||--disable-shared CC=gcc,-fsanitize=address,-fsanitize=undefined,-fno-sanitize-recover=all CFLAGS=-O1,-g
tsan||||--disable-shared CC=gcc,-fsanitize=thread CFLAGS=-O1,-g
musl||||--disable-shared CC=musl-gcc LDFLAGS=-static CHECK_CFLAGS=none CHECK_LIBS=none
no-avx|||qemu-x86_64,-cpu,Westmere|--disable-shared
no-avx512|||qemu-x86_64,-cpu,max|--disable-shared
arm64|aarch64-linux-gnu|arm64|qemu-aarch64,-cpu,cortex-a57|--enable-werror
i386|i686-linux-gnu|i386||--enable-werror
armhf|arm-linux-gnueabihf|armhf|qemu-arm|--enable-werror
ppc64le|powerpc64le-linux-gnu|ppc64el|qemu-ppc64le|--enable-werror
s390x|s390x-linux-gnu|s390x|qemu-s390x|--enable-werror
riscv64|riscv64-linux-gnu||qemu-riscv64,-L,/usr/riscv64-linux-gnu|--disable-shared
'

# apt-get update fails when one index of one architecture is out of step; what
# counts is whether the packages can be had.
install_all() {
	local arch
	for arch in arm64 i386 armhf ppc64el s390x; do
		dpkg --add-architecture $arch
	done
	apt-get update || true
	DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends clang musl-tools qemu-user \
		libclang-rt-14-dev \
		gcc-aarch64-linux-gnu libc6-dev-arm64-cross check:arm64 \
		gcc-i686-linux-gnu libc6-dev-i386-cross check:i386 \
		gcc-arm-linux-gnueabihf libc6-dev-armhf-cross check:armhf \
		gcc-powerpc64le-linux-gnu libc6-dev-ppc64el-cross check:ppc64el \
		gcc-s390x-linux-gnu libc6-dev-s390x-cross check:s390x \
		gcc-riscv64-linux-gnu libc6-dev-riscv64-cross
}

# build_and_test TRIPLET DEBIAN-ARCHITECTURE WRAPPER ARGUMENTS, in the row's
# directory. No library path for the emulators: an architecture's Check brings
# its own libc and loader, and the loader of the cross compiler's libc with
# that libc hangs in fork(). The arm64 CPU is one without DC CVAP, which Debian
# 12's emulator announces and lacks.
build_and_test() {
	local triplet=$1 wrapper=${3//,/ } arg multiarch
	local -a arguments=() environment=()

	for arg in $4; do
		case $arg in
		CHECK_CFLAGS=none) arg=CHECK_CFLAGS=  ;;
		CHECK_LIBS=none) environment=(PKG_CONFIG=false); continue ;;
		esac
		arguments+=("${arg//,/ }")
	done
	if [ -n "$triplet" ]; then
		multiarch=${triplet/i686/i386}
		environment+=(PKG_CONFIG_LIBDIR="/usr/lib/$multiarch/pkgconfig")
		arguments+=(--host="$triplet"
			CPPFLAGS="-I/usr/include/$multiarch"
			LDFLAGS="-L/usr/lib/$multiarch")
	fi
	env "${environment[@]}" "$source/configure" "${arguments[@]}" &&
	make -j"$jobs" &&
	make -j"$jobs" check CHECK_QUICK=1 TEST_WRAPPER="$wrapper"
}

run_row() {
	local name=$1
	shift
	mkdir -p "$work/$name" && cd "$work/$name" || return 1
	rm -f tests/*.trs
	(set -e; build_and_test "$@") >"$work/$name.log" 2>&1 </dev/null
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

[ -n "${MATRIX_INSTALLED:-}" ] || install_all >"$log" 2>&1 ||
	{ tail -n 20 "$log"; die "packages could not be installed"; }
printf '%-12s %s\n' build 'test cases'
failed_rows=0
directories=()
while IFS='|' read -r name triplet arch wrapper arguments; do
	[ -n "$name" ] || continue
	wanted "$name" "$@" || continue
	verdict=""
	if ! run_row "$name" "$triplet" "$arch" "$wrapper" "$arguments"; then
		verdict="  FAILED"
		failed_rows=$((failed_rows + 1))
	fi
	printf '%-12s %s%s\n' "$name" \
		"$("$top/build-aux/count-tests.sh" "$work/$name")" "$verdict"
	[ -z "$verdict" ] || tail -n 25 "$work/$name.log"
	directories+=("$work/$name")
done <<<"$rows"

line=$("$top/build-aux/count-tests.sh" "${directories[@]}")
read -r passed _ failed _ skipped _ <<<"$line"
[ "$failed_rows" = 0 ] || [ "$failed" != 0 ] || failed=$failed_rows
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
