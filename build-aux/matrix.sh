#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# matrix.sh [ROW...] - builds and tests for every architecture and build that
# we promise, and prints one table
#
# On Debian 12, as root: installs compilers, emulators, analysers and a Check for
# each architecture. Builds in $MATRIX_DIR, or else in a new directory that is
# removed when all passed. Shows the seconds of each row. The last line counts
# test cases; exit 1 if any row failed.
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

# ROW|GNU triplet|Check|test wrapper|configure arguments|tests. A comma is a
# blank; no tests: those that a build can change, and with a sanitizer all.
# Check: empty for the machine's own, or Debian's for that architecture, or
# source: built here from Debian's source package, since neither riscv64 nor
# musl has one in Debian 12, and MSan sees all memory that it did not instrument
# as unset. Rows without a bar are functions below.
# --static and not -static, which libtool takes for itself. A library of -lnone
# is one that configure finds not to link. Shared libraries, which double the
# compiling, are built where they may differ: gcc, clang, arm64, distcheck, and
# trixie, where sanitizers.sh tries both compilers on them.
# The arm64 CPU is one without DC CVAP, which Debian 12's emulator announces
# and lacks. Its CPU max has AVX2, but no AVX-512. Valgrind is some 30 times as
# slow: it runs what is not about many bytes. A row with a star is one on demand:
# run where it is named.
rows='
gcc
clang||||CC=clang --enable-werror
*O0||||--disable-shared CFLAGS=-O0 --enable-werror
*Os||||--disable-shared CFLAGS=-Os,-masm=intel --enable-werror
*lto||||--disable-shared CFLAGS=-O3,-flto,-ffat-lto-objects --enable-werror
static||||--disable-shared LDFLAGS=--static PKG_CONFIG=pkg-config,--static
*musl||source||--disable-shared CC=musl-gcc
generic||||--disable-shared --with-arch=generic --enable-werror
asan-ubsan||||--disable-shared CC=gcc,-fsanitize=address,-fsanitize=undefined,-fno-sanitize-recover=all CFLAGS=-O1,-g
*tsan||||--disable-shared CC=gcc,-fsanitize=thread CFLAGS=-O1,-g
*msan||source||--disable-shared CC=clang,-fsanitize=memory,-fno-omit-frame-pointer CFLAGS=-O1,-g NUMA_LIBS=-lnone PMEM_LIBS=-lnone
*valgrind|||valgrind,-q,--error-exitcode=99|--disable-shared CFLAGS=-O1,-g|check_model check_geometry check_refusals check_descriptor_words check_golden check_trace check_queue check_cpus check_model_file check_dispatch check_choice check_memory
*no-avx|||qemu-x86_64,-cpu,Westmere|--disable-shared
*no-avx512|||qemu-x86_64,-cpu,max|--disable-shared
*i386|i686-linux-gnu|i386|qemu-i386|--disable-shared --enable-werror
*arm64|aarch64-linux-gnu|arm64|qemu-aarch64,-cpu,cortex-a57|--enable-werror
*armhf|arm-linux-gnueabihf|armhf|qemu-arm|--disable-shared --enable-werror
*ppc64le|powerpc64le-linux-gnu|ppc64el|qemu-ppc64le|--disable-shared --enable-werror
*s390x|s390x-linux-gnu|s390x|qemu-s390x|--disable-shared --enable-werror
*riscv64|riscv64-linux-gnu|source|qemu-riscv64,-L,/usr/riscv64-linux-gnu|--disable-shared
*trixie
*trixie-clang
vm
*analyzer
cppcheck
clang-tidy
*coverage
fuzz
*packages
*distcheck
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
		g++ gnuplot-nox groff jq libnuma-dev libpmem-dev spin \
		clang musl-tools qemu-user libclang-rt-14-dev llvm-14 \
		qemu-system-x86 busybox-static debian-archive-keyring mmdebstrap \
		ccache clang-tidy cppcheck valgrind libc6-dbg \
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

# The tests of the names in a list, one a line; none for an empty list
only_tests() {
	local all name
	all=$(make -s list-tests) || return 1
	for name in $1; do
		tr ' ' '\n' <<<"$all" | grep "/$name\$" || return 1
	done
}

# build_and_test TRIPLET CHECK WRAPPER ARGUMENTS TESTS, in the row's directory.
# A row whose Check does not link is a failure and no shorter row.
build_and_test() {
	local wrapper=${3//,/ } arg names all=check-build
	local -a arguments=() environment=() check_settings=() tests=()

	for arg in $4; do
		arguments+=("${arg//,/ }")
	done
	case $4 in
	*-fsanitize*) all=check ;;
	esac
	find_check "$1" "$2" &&
	env "${environment[@]}" "$source/configure" "${arguments[@]}" &&
	! grep -q '^CHECK_LIBS = *$' Makefile &&
	make -j"$jobs" &&
	names=$(only_tests "$5") &&
	{ [ -z "$names" ] || tests=(check TESTS="$(tr '\n' ' ' <<<"$names")"); } &&
	make -j"$jobs" VERBOSE=1 CHECK_QUICK=1 TEST_WRAPPER="$wrapper" \
		"${tests[@]:-$all}"
}

# A row that is no run of make check, or one that leaves no logs: counts as one.
as_one() {
	"$@" || return 1
	mkdir -p tests
	echo ':test-result: PASS' >"tests/$row.trs"
	: >"tests/$row.log"
}

distcheck() {
	"$source/configure" && make -j"$jobs" distcheck CHECK_QUICK=1
}

# in_trixie COMMAND...: in a Debian 13 of its own, made by the first such row,
# where this directory and the sources have the names that they have here
in_trixie() {
	local root=$work/trixie.root
	[ -e "$root/usr/bin/clang" ] || mmdebstrap --variant=minbase \
		--include=gcc,g++,libc6-dev,make,clang,pkg-config,check \
		--include=libclang-rt-dev,libnuma-dev,libpmem-dev \
		--include=file,patch,groff,jq \
		trixie "$root" || return 1
	mkdir -p "$root$source" "$root$PWD" &&
	unshare --mount sh -ec 'root=$1 source=$2
		shift 2
		mount --bind "$source" "$root$source"
		mount --bind "$PWD" "$root$PWD"
		mount -t proc proc "$root/proc"
		mount -t sysfs sysfs "$root/sys"
		exec chroot "$root" "$@"' sh "$root" "$source" "$@"
}

# build_in_trixie ARGUMENT-OF-CONFIGURE...
build_in_trixie() {
	in_trixie sh -ec 'cd "$1"
		source=$2 jobs=$3
		shift 3
		"$source/configure" --enable-werror "$@"
		make -j"$jobs"
		make -j"$jobs" check VERBOSE=1 CHECK_QUICK=1' \
		sh "$PWD" "$source" "$jobs" "$@"
}

# What gcc finds by following paths is a warning like others.
analyzer() {
	"$source/configure" --disable-shared --enable-werror \
		CFLAGS='-O1 -fanalyzer' && make -j"$jobs"
}

# Each comparison in a real kernel counts as one.
compare_in_vm() {
	local name=$1
	shift
	tools/zonedev/zonedev vm --compare "$@" >"tests/$name.log" &&
	echo ':test-result: PASS' >"tests/$name.trs"
}

# All descriptors and pageblocks of all scenarios, of an old kernel and the
# newest, and those of a device of 100 GiB
compare_kernels() {
	export XDG_CACHE_HOME=$work/cache
	"$source/configure" && make -j"$jobs" && mkdir -p tests &&
	compare_in_vm vm-6.1 --kernel debian:6.1 --size 2G &&
	compare_in_vm vm-7.3 --kernel debian:7.3 --size 2G &&
	compare_in_vm vm-100G --kernel debian:7.3 --size 100G \
		--scenario nd_pmem --rebinds 1
}

run_row() {
	case $row in
	vm) compare_kernels ;;
	gcc) "$top/quickcheck" ;;
	trixie) build_in_trixie CC=gcc ;;
	trixie-clang) build_in_trixie CC=clang --disable-shared ;;
	distcheck | analyzer) as_one "$row" ;;
	cppcheck | clang-tidy) as_one "$top/build-aux/analyze.sh" "$row" ;;
	coverage) as_one "$top/build-aux/coverage.sh" ;;
	fuzz) as_one "$top/fuzz/fuzz.sh" 60 ;;
	packages) as_one "$top/build-aux/packages.sh" ;;
	*) build_and_test "$@" ;;
	esac
}

wanted() {
	local row=$1 name
	shift
	[ $# -gt 0 ] || { [ "${row#\*}" = "$row" ]; return; }
	for name in "$@"; do
		[ "$name" != "${row#\*}" ] || return 0
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
# Rows share what they compile alike; Debian's ccache stands before compilers.
PATH=/usr/lib/ccache:$PATH
export CCACHE_DIR="$work/ccache" CCACHE_BASEDIR="$work" CCACHE_NOHASHDIR=1
printf '%-12s %-7s %5s  %s\n' build Check s 'test cases'
failed_rows=0
directories=()
while IFS='|' read -r row triplet check wrapper arguments tests; do
	[ -n "$row" ] || continue
	wanted "$row" "$@" || continue
	row=${row#\*}
	show_row "$triplet" "$check" "$wrapper" "$arguments" "$tests"
done <<<"$rows"
printf '%-12s %-7s %5d\n' all '' $SECONDS

line=$("$top/build-aux/count-tests.sh" "${directories[@]}")
read -r passed _ failed _ skipped _ <<<"$line"
# A row that broke without a failed test counts as one.
[ "$failed" -ge "$failed_rows" ] || failed=$failed_rows
[ "$failed" -gt 0 ] || [ -n "${MATRIX_DIR:-}" ] || rm -rf "$work"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
