# SPDX-License-Identifier: BSD-2-Clause
# build.sh - what quickstart and quickcheck share: packages, then a build
#
# Sourced with $top, the tree, and $program, the script's name. Leaves the
# build in $build. Does nothing twice: a package that is there is not asked
# for again, and make knows what is up to date.

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

# configure and make refuse names with blanks and shell characters; a link
# without them leads to such a tree, and the build lies beside it.
choose_build() {
	case $top in
	*[!A-Za-z0-9_./,:@%+-]*)
		case ${TMPDIR:=/tmp} in
		*[!A-Za-z0-9_./,:@%+-]*) TMPDIR=/tmp ;;
		esac
		work=$TMPDIR/libstreamcpy-$(id -u)-$(printf %s "$top" |
			cksum | cut -d ' ' -f 1)
		# Its name can be guessed: nobody else may have made it.
		mkdir -m 700 "$work" 2>/dev/null ||
			[ -n "$(find "$work" -prune -type d -user "$(id -u)" \
				2>/dev/null)" ] ||
			die "$work is not ours; remove it, or set TMPDIR to another directory"
		rm -f "$work/source"
		ln -s "$top" "$work/source"
		source=$work/source
		build=$work/build
		say "building in $build: make cannot use the name of this directory"
		;;
	*)
		source=$top
		build=$top/build
		;;
	esac
}

# Not yet, or without Check when the tests are wanted
must_configure() {
	[ -e Makefile ] || return 0
	[ "$1" = yes ] && grep -q '^CHECK_LIBS = *$' Makefile
}

build_all() {
	log=$(mktemp) || exit 1
	packages=$(missing_packages "$1" | tr ' ' '\n' | sort -u | tr '\n' ' ')
	# shellcheck disable=SC2086 # a list of names
	[ -z "$packages" ] || install_packages $packages
	choose_build
	mkdir -p "$build"
	log=$build/$program.log
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
	say "compiling"
	quietly make -j"$(nproc 2>/dev/null || echo 1)"
}
