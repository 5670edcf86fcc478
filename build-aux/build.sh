# SPDX-License-Identifier: BSD-2-Clause
# build.sh - what quickstart and quickcheck share: packages, then a build
#
# Sourced with $top, the tree, and $program, the script's name. Leaves the
# build in $build and the number of jobs in $jobs. Does nothing twice: a package
# that is there is not asked for again, and make knows what is up to date.
# Leaves no file outside of $build.
jobs=$(nproc 2>/dev/null || echo 1)

# configure and libtool are shell scripts, the latter started for each file: by
# dash a start takes a third of what it takes by bash, which configure prefers.
if dash=$(command -v dash); then
	CONFIG_SHELL=$dash
	export CONFIG_SHELL
fi

say() {
	printf '%s: %s\n' "$program" "$*"
}

die() {
	printf '%s: %s\n' "$program" "$*" >&2
	exit 1
}

have() {
	command -v "$1" >/dev/null 2>&1
}

# Runs a step with its output in a log; shows the log's end if it fails.
quietly() {
	if ! "$@" >"$log" 2>&1 </dev/null; then
		tail -n 30 "$log" >&2
		die "'$*' failed; the whole output is in $log"
	fi
}

# A compiler alone is not enough: Debian's gcc comes without libc's headers.
can_compile() {
	echo '#include <stdio.h>' | ${CC:-$(command -v gcc || command -v cc ||
		command -v clang)} -E -x c - >/dev/null 2>&1
}

# missing_packages WANT_CHECK - Debian's names of what is not there
missing_packages() {
	can_compile || echo gcc libc6-dev
	have make || echo make
	if [ ! -x "$top/configure" ]; then
		have autoreconf || echo autoconf
		have automake || echo automake
		have libtoolize || echo libtool
		have pkg-config || echo pkg-config
	fi
	if [ "$1" = yes ]; then
		have pkg-config || echo pkg-config
		have objdump || echo binutils
		pkg-config --exists 'check >= 0.15' 2>/dev/null || echo check
	fi
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

install_packages() {
	have apt-get || die "install these packages, by the names they have here, and run it again:" "$@"
	[ "$(id -u)" = 0 ] || have sudo ||
		die "run it as root once, or install:" "$@"
	say "installing" "$@"
	as_root apt-get update >"$log" 2>&1 ||
		say "apt-get update failed; trying with the lists that are there"
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y \
		--no-install-recommends "$@" >>"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		die "could not install:" "$@"
	}
}

# Where programs may be written and run: a file system can forbid to run them.
can_run_in() {
	probe=$(mktemp "$1/libstreamcpy-XXXXXX" 2>/dev/null) || return 1
	printf '#!/bin/sh\nexit 0\n' >"$probe"
	chmod u+x "$probe"
	ran=0
	"$probe" 2>/dev/null || ran=1
	rm -f "$probe"
	return $ran
}

# The first of TMPDIR and the usual places that will do, by its full name
temporary_directory() {
	for place in "${TMPDIR:-/tmp}" /tmp /var/tmp "${HOME:-/}"; do
		place=$(cd "$place" 2>/dev/null && pwd) || continue
		case $place in
		*[!A-Za-z0-9_./,:@%+-]*) continue ;;
		esac
		! can_run_in "$place" || { echo "$place"; return; }
	done
	die "neither TMPDIR, /tmp, /var/tmp nor HOME is a directory that programs can be built and run in; set TMPDIR to one"
}

# A name that can be guessed: nobody else may have made it, or write in it.
make_private() {
	mkdir -m 700 "$1" 2>/dev/null && return
	[ -n "$(find "$1" -prune -type d -user "$(id -u)" 2>/dev/null)" ] ||
		die "$1 belongs to another user; remove it, or set TMPDIR to another directory"
	[ -n "$(find "$1" -prune ! -perm -020 ! -perm -002)" ] ||
		die "$1 can be written by other users; remove it, or set TMPDIR to another directory"
}

# configure and make refuse names with blanks and shell characters; a link
# without them leads to such a tree, and the build lies beside it.
choose_build() {
	source=$top
	build=$top/build
	case $top in
	*[[:blank:]]*) what='a blank' ;;
	*[!A-Za-z0-9_./,:@%+-]*) what='a special character' ;;
	*) return ;;
	esac
	beside=$(temporary_directory) || exit 1
	beside=$beside/libstreamcpy-$(id -u)-$(printf %s "$top" | cksum |
		cut -d ' ' -f 1)
	make_private "$beside"
	rm -f "$beside/source"
	ln -s "$top" "$beside/source"
	source=$beside/source
	build=$beside/build
	say "the path has $what, which make cannot handle; building in $build"
}

# Not yet, or without Check when the tests are wanted
must_configure() {
	[ -e Makefile ] || return 0
	[ "$1" = yes ] && grep -q '^CHECK_LIBS = *$' Makefile
}

build_all() {
	choose_build
	mkdir -p "$build" || exit 1
	log=$build/$program.log
	packages=$(missing_packages "$1" | tr ' ' '\n' | sort -u | tr '\n' ' ')
	# shellcheck disable=SC2086 # a list of names
	[ -z "$packages" ] || install_packages $packages
	cd "$source" || exit 1
	if [ ! -x configure ] || [ configure.ac -nt configure ] ||
	   [ -n "$(find . -maxdepth 2 \( -name Makefile.am -o -name local.mk \) \
		-newer Makefile.in)" ]; then
		have autoreconf || die "configure is older than configure.ac; autoconf, automake and libtool would make it anew"
		say "making configure"
		quietly ./bootstrap
	fi
	cd "$build" || exit 1
	if must_configure "$1"; then
		say "configuring"
		quietly "$source/configure"
	fi
	say "compiling (half a minute on two cores)"
	quietly make -j"$jobs"
}
