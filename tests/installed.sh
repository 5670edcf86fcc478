#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# installed.sh - programs outside the tree build against what is installed
#
# make install DESTDIR=..., then the examples by pkg-config, shared and static,
# in C and C++, by gcc and clang; by CMake and Meson; and run. README's example
# compiles by the command below it. What is left out counts as skipped. make
# uninstall then leaves nothing.
set -eu
srcdir=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}"
command -v pkg-config >/dev/null 2>&1 ||
	{ echo "skipped: no pkg-config"; exit 77; }
# What is linked with such an archive needs gcov, which no .pc file names.
case ${CFLAGS:-} in
*--coverage*)
	echo "skipped: a build with --coverage"
	exit 77 ;;
esac

cd "${top_builddir:-.}"
libdir=$(pkg-config --variable=libdir ./streamcpy.pc)
prefix=$(pkg-config --variable=prefix ./streamcpy.pc)
# The environment of a surrounding make must not leak into this one.
unset MAKEFLAGS MFLAGS MAKELEVEL
make install DESTDIR="$work/root" >"$work/install.log" 2>&1 || {
	tail -n 20 "$work/install.log"
	exit 1
}
PKG_CONFIG_LIBDIR=$work/root$libdir/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$work/root
PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1
PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
export PKG_CONFIG_LIBDIR PKG_CONFIG_SYSROOT_DIR
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS PKG_CONFIG_ALLOW_SYSTEM_LIBS
[ -e "$PKG_CONFIG_LIBDIR/streamcpy.pc" ] || {
	echo "no streamcpy.pc in $PKG_CONFIG_LIBDIR"
	exit 1
}

# Sanitizers do not link statically.
linked_static() {
	case $CC in *-fsanitize*) return 1 ;; esac
	[ -e "$work/root$libdir/$1.a" ]
}

# build_and_run COMPILER PACKAGE EXAMPLE [-static]
build_and_run() {
	compiler=$1 package=$2 example=$3 static=${4:-}
	# shellcheck disable=SC2046,SC2086 # lists of options
	if ! $compiler -O2 $static "$srcdir/examples/$example" \
		-o "$work/program" -pthread \
		$(pkg-config --cflags --libs ${static:+--static} "$package"); then
		echo "$compiler $static $example: does not build"
		status=1
		return
	fi
	# shellcheck disable=SC2086 # $CHECK_WRAPPER is a command with options
	if ! LD_LIBRARY_PATH=$work/root$libdir ${CHECK_WRAPPER:-} \
		"$work/program" "$work/data" line >/dev/null; then
		echo "$compiler $static $example: does not run"
		status=1
		return
	fi
	echo "ran: $compiler $static $example"
}

# both_links COMPILER PACKAGE EXAMPLE: as pkg-config says it, which is shared
# where that is installed and else the archive; and static
both_links() {
	[ -e "$PKG_CONFIG_LIBDIR/$2.pc" ] || return 0
	build_and_run "$1" "$2" "$3"
	if linked_static "lib$2"; then
		build_and_run "$1" "$2" "$3" -static
	fi
}

c_examples() {
	for example in frame_buffer.c log.c publish.c; do
		both_links "$1" streamcpy $example
	done
	both_links "$1" zonedev descriptors.c
}

# if_there COMPILER COMMAND...
if_there() {
	if ! command -v "$1" >/dev/null 2>&1; then
		echo "skipped: $1, which is not installed"
		return
	fi
	compiler=$1
	shift
	"$@" "$compiler"
}

cxx_examples() {
	both_links "$1" streamcpy publish_cxx.cc
}

# By make, CMake and Meson, which take the compiler from the environment
build_systems() {
	[ -e "$work/root$libdir/libzonedev.so" ] || return 0
	# Debian's CMake does not look in lib64, where RPM's build installs.
	cmake=$work/root$libdir/cmake
	CMAKE_PREFIX_PATH=$work/root$prefix:$cmake/streamcpy:$cmake/zonedev \
	LD_LIBRARY_PATH=$work/root$libdir \
		"$srcdir/examples/build-all.sh" "$work/systems" || status=1
}

# README's first block of C, and its command that begins with cc
readme_example() {
	mkdir "$work/readme"
	awk '/^```c$/ { inside = 1; next }
		inside && /^```/ { exit }
		inside' "$srcdir/README.md" >"$work/readme/publish.c"
	sed -n 's/^cc /$CC ${CFLAGS:-} /p' "$srcdir/README.md" \
		>"$work/readme/command"
	if (cd "$work/readme" && [ -s command ] && . ./command &&
	    [ -s publish.o ]); then
		echo "compiled: README's example"
	else
		echo "README's example does not compile by" \
			"$(cat "$work/readme/command")"
		status=1
	fi
}

# Installed by root and not below a DESTDIR, libraries are found at once.
makes_cache() {
	expected=
	[ "$(id -u)" != 0 ] || expected=made
	made=$(make -s install-exec-hook DESTDIR= LDCONFIG='echo made')
	below=$(make -s install-exec-hook DESTDIR="$work/root" \
		LDCONFIG='echo made')
	[ "$made,$below" = "$expected," ] || {
		echo "ldconfig: '$made' and '$below', not '$expected' and ''"
		status=1
	}
}

uninstalls() {
	make uninstall DESTDIR="$work/root" >"$work/uninstall.log" 2>&1
	left=$(find "$work/root" ! -type d)
	[ -z "$left" ] || {
		echo "left by make uninstall:" "$left"
		status=1
	}
}

other_compilers() {
	for compiler in gcc clang; do
		[ "$compiler" = "$CC" ] || if_there $compiler c_examples
	done
	for compiler in g++ clang++; do
		if_there $compiler cxx_examples
	done
}

c_examples "$CC"
readme_example
# Others, where they build for the same machine in the same way
case "$CC ${CFLAGS:-} ${CHECK_WRAPPER:-}" in
*-fsanitize* | *qemu* | *-gcc* | *-m32* | musl*)
	echo "skipped: other compilers than $CC, C++, CMake and Meson" ;;
*)
	other_compilers
	build_systems ;;
esac
makes_cache
uninstalls
exit $status
