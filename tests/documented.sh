#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# documented.sh - what README.md and the manual pages tell to type works as
# written
#
# Commands: the sh blocks of README.md and the .Dl lines of section 1. The
# benches get a smaller size behind their options; a command of another kind
# must be made known here. Others run these: ./quickstart and ./quickcheck
# quick.sh, cc installed.sh, zonedev vm zonedev_vm.sh where a kernel and qemu
# are; of README's table under Install, each by a row of build-aux/matrix.sh,
# the numbers and names are looked at. C: the blocks of README.md and those
# under EXAMPLES in section 3 compile by themselves, and with a main() they run.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
build=$(cd "${top_builddir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
ln -s "$srcdir/tests" tests
status=0
: "${CC:=cc}"
# What is told does not depend on the CPU, and under an emulator or a
# sanitizer the benches take minutes.
case "${CHECK_WRAPPER:-}$CC" in
*-fsanitize* | *qemu* | *valgrind*)
	echo "skipped: a sanitizer or an emulator"
	exit 77 ;;
esac

fail() {
	echo "$page: $*"
	status=1
}

# blocks LANGUAGE: the lines of README's fenced blocks of that language
blocks() {
	awk -v fence="\`\`\`$1" '
		$0 == fence { inside = 1; next }
		/^```/ { inside = 0 }
		inside' "$srcdir/README.md"
}

# What the pages' lines are called in the tree
streamcpy() {
	${CHECK_WRAPPER:-} "$build/tools/streamcpy/streamcpy" "$@"
}

zonedev() {
	${CHECK_WRAPPER:-} "$build/tools/zonedev/zonedev" "$@"
}

works() {
	(eval "$1") >output 2>&1 </dev/null || {
		fail "'$1' fails:"
		tail -n 5 output
	}
}

# A picture needs gnuplot; a VM takes qemu and minutes: only what they take.
options_known() {
	words=$(echo "$1" | sed 's/ --.*//; s/ *>.*//')
	(eval "$words --help") >help 2>&1 || fail "'$words' has no --help"
	for option in $(echo "$1" | grep -o -e '--[a-z-]*'); do
		grep -q -e "$option" help || fail "'$words' has no $option"
	done
}

runs() {
	case $1 in
	*'zonedev vm'*) options_known "$1" ;;
	*--plot*) if command -v gnuplot >/dev/null 2>&1; then
			smaller "$1"
		else
			options_known "$1"
		fi ;;
	*) smaller "$1" ;;
	esac
}

smaller() {
	case $1 in
	*--sweep*) works "$1 --size 2G --rebinds 1" ;;
	'zonedev bench'*) works "$1 --size 1G --binds 1 --rebinds 2" ;;
	'streamcpy bench'*--size*) works "$1 --rounds 2" ;;
	'streamcpy bench'*) works "$1 --rounds 2 --op copy --max-size 64K" ;;
	*verify*) works "$1 --threads 1" ;;
	*) works "$1" ;;
	esac
}

# Where apt has lists, each package is in them; gcc is known without, if it is
# installed.
packages_known() {
	apt-cache show gcc >/dev/null 2>&1 &&
		ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 || return 0
	for package in "$@"; do
		apt-cache show "$package" >/dev/null 2>&1 ||
			fail "apt knows no $package"
	done
}

# commands: of the sh blocks, with what is continued in one line
commands() {
	blocks sh | sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}' \
		-e 's/ *#.*//'
}

# all_run: each line of standard input is a command
all_run() {
	while read -r command; do
		case $command in
		./*) [ -x "$srcdir/$command" ] || fail "no $command" ;;
		'cc '*) ;;
		'apt install '*)
			# shellcheck disable=SC2086 # a list of names
			packages_known ${command#apt install } ;;
		zonedev*) [ ! -x "$build/tools/zonedev/zonedev" ] ||
			runs "$command" ;;
		streamcpy*) runs "$command" ;;
		*) fail "documented.sh knows no way to test '$command'" ;;
		esac
	done
}

# README's ways to install: the version and the arm64 row are ours.
installs() {
	version=$("$srcdir/build-aux/version.sh")
	grep -qF "rpmbuild -ta libstreamcpy-$version.tar.xz" \
		"$srcdir/README.md" || fail "no rpmbuild of $version"
	grep -qF "*libstreamcpy $version (" "$srcdir/README.md" ||
		fail "to cite: not $version"
	grep -o 'TEST_WRAPPER="[^"]*"' "$srcdir/README.md" | tr ' "' ',|' |
		sed 's/.*=//' | grep -qF -f - "$srcdir/build-aux/matrix.sh" ||
		fail "no row of matrix.sh has that TEST_WRAPPER"
	[ -x "$srcdir/build-aux/packages.sh" ] || fail "no packages.sh"
	grep -q '^bench-check:' "$srcdir/bench/local.mk" ||
		fail "no bench-check"
}

# libraries: the shared ones where they are, else the archives
libraries() {
	for library in zonedev streamcpy; do
		file=$build/.libs/lib$library
		[ -e "$file.so" ] && echo "$file.so" && continue
		[ ! -e "$file.a" ] || echo "$file.a"
	done
	sed -n 's/^NUMA_LIBS = //p' "$build/Makefile"
}

# compiles FILE: as C, and runs it if it has a main()
compiles() {
	# shellcheck disable=SC2086 # lists of options
	if ! grep -q '^int main' "$1"; then
		$CC ${CFLAGS:-} -Wall -I"$srcdir/include" -c "$1" -o example.o
	else
		$CC ${CFLAGS:-} -Wall -I"$srcdir/include" "$1" -o example \
			$(libraries) -pthread &&
		LD_LIBRARY_PATH=$build/.libs ${CHECK_WRAPPER:-} ./example
	fi >output 2>&1 || {
		fail "this does not compile or run:"
		cat "$1" output
	}
}

page=README.md
commands >commands
[ -s commands ] || fail "no commands"
all_run <commands
installs
blocks c >example.c
compiles example.c

for page in streamcpy.1 zonedev.1; do
	sed -n 's/^\.Dl //p' "$srcdir/man/$page" | sed 's/\\//g' >commands
	[ -s commands ] || fail "no examples"
	all_run <commands
done

for file in "$srcdir"/man/*.3; do
	page=$(basename "$file")
	rm -f example-*.c
	case $page in libz*) [ -e "$build/.libs/libzonedev.a" ] ||
		[ -e "$build/.libs/libzonedev.so" ] || continue ;;
	esac
	awk '/^\.Sh / { examples = $2 == "EXAMPLES" }
		!examples { next }
		/^\.Bd -literal/ { block++; inside = 1; next }
		/^\.Ed/ { inside = 0 }
		inside { gsub(/\\e/, "\\"); gsub(/\\&/, "")
			print >("example-" block ".c") }' "$file"
	for example in example-*.c; do
		[ ! -e "$example" ] || compiles "$example"
	done
done
exit $status
