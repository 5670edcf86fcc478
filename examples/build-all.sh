#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# build-all.sh DIRECTORY - builds the examples against installed libraries by
# make with pkg-config, by CMake and by Meson, and runs them
#
# In directories of their own below DIRECTORY. A build system that is not
# installed is left out and said, and so is the example in C++ without a
# compiler for it. PKG_CONFIG_* and CMAKE_PREFIX_PATH lead to
# libraries that are not where the system's are.
set -eu
source=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)

with_make() {
	make -C "$work/make" -f "$source/Makefile" srcdir="$source/" \
		$make_target
}

with_cmake() {
	cmake -S "$source" -B "$work/cmake" && cmake --build "$work/cmake"
}

with_meson() {
	meson setup "$work/meson" "$source" && meson compile -C "$work/meson"
}

run_all() {
	"$1/frame_buffer" && "$1/publish" &&
		"$1/log" "$1/log.data" built by "$2" && "$1/descriptors" &&
		{ [ $make_target = c ] || "$1/publish_cxx"; }
}

status=0 make_target=all
cxx=${CXX:-g++}
command -v "${cxx%% *}" >/dev/null 2>&1 || {
	echo "skipped: publish_cxx, for $cxx is not installed"
	make_target=c
}
for system in make cmake meson; do
	if ! command -v $system >/dev/null 2>&1; then
		echo "skipped: $system, which is not installed"
		continue
	fi
	mkdir -p "$work/$system"
	if with_$system >"$work/$system.log" 2>&1 &&
	   run_all "$work/$system" $system >>"$work/$system.log" 2>&1; then
		echo "built and run: $system"
	else
		cat "$work/$system.log"
		echo "$system: the examples do not build or do not run"
		status=1
	fi
done
exit $status
