#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# packages.sh [DIRECTORY] - builds and tests what distributions ship: the
# tarball, twice, with the same bytes; Debian's packages and RPM's
#
# As root on Debian, since it installs what that needs. The packages are
# installed and tested on a copy-on-write view of this machine, which is
# otherwise left as it was. Results are left in DIRECTORY if it is given.
# DEB_BUILD_OPTIONS=nocheck leaves the packages' own test runs out.
set -eu
program=packages
top=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=SCRIPTDIR/build.sh
. "$top/build-aux/build.sh"
work=${1:-$(mktemp -d)}
mkdir -p "$work" && work=$(cd "$work" && pwd)
log=$work/packages.log
[ $# -gt 0 ] || trap 'rm -rf "$work"' EXIT
passed=0
options=${DEB_BUILD_OPTIONS:-}
case $options in
*nocheck*) tested='' ;;
*) tested=', their tests pass' ;;
esac

tools='autopkgtest cmake debhelper fakeroot g++ gcc libc6-dev libnuma-dev
libpmem-dev lintian meson pkg-config check rpm xz-utils'

passed() {
	say "$*"
	passed=$((passed + 1))
}

install_tools() {
	local name missing=()
	for name in $tools; do
		dpkg-query -W -f '${Status}' "$name" 2>/dev/null |
			grep -q 'ok installed' || missing+=("$name")
	done
	[ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# dist DIRECTORY UMASK SETTING... - leaves the tarball in the directory
dist() {
	local at=$work/$1
	rm -rf "$at" && mkdir -p "$at"
	(umask "$2" && shift 2 && cd "$at" && "$source/configure" --quiet \
		--cache-file="$work/config.cache" &&
	 env "$@" make dist) >"$work/dist.log" 2>&1 || {
		tail -n 20 "$work/dist.log"
		die "make dist failed"
	}
}

# The same bytes from another directory, umask, time zone and language, and
# from the tarball itself
tarballs() {
	dist one 022 TZ=UTC LC_ALL=C
	dist two 077 TZ=Asia/Tokyo LC_ALL=C.UTF-8
	tarball=$(echo "$work"/one/*.tar.xz)
	name=$(basename "$tarball")
	cmp "$tarball" "$work/two/$name"
	tar -xJf "$tarball" -C "$work"
	tree=$work/${name%.tar.xz}
	[ ! -e "$tree/debian" ] || die "the tarball has a debian directory"
	(source=$tree && dist three 022 TZ=UTC)
	cmp "$tarball" "$work/three/$name"
	passed "make dist gives the same bytes: $(sha256sum "$tarball" |
		cut -c 1-16)"
}

debian_packages() {
	local version=${tree##*-}
	cp "$tarball" "$work/libstreamcpy_$version.orig.tar.xz"
	cp -R "$top/debian" "$tree/"
	(cd "$tree" && quietly env \
		DEB_BUILD_OPTIONS="parallel=$jobs $options" \
		dpkg-buildpackage --no-sign)
	passed "Debian's packages are built$tested"
	# Debian has no bug for a new package that this one would close.
	lintian --allow-root --fail-on error,warning --tag-display-limit 0 \
		--suppress-tags initial-upload-closes-no-bugs "$work"/*.changes
	passed "lintian has nothing to say"
}

# in_copy COMMAND... - in a view of this machine that takes all that is
# written, and is gone afterwards
in_copy() {
	local at=$work/copy
	mkdir -p "$at"
	# shellcheck disable=SC2016 # for the inner shell
	unshare --mount sh -euc '
		at=$1 work=$2
		shift 2
		mount -t tmpfs copy "$at"
		mkdir "$at/upper" "$at/work" "$at/root"
		mount -t overlay copy -o "lowerdir=/,upperdir=$at/upper,workdir=$at/work" "$at/root"
		mount -t proc proc "$at/root/proc"
		mount --rbind /dev "$at/root/dev"
		mount --bind "$work" "$at/root/mnt"
		chroot "$at/root" "$@"' sh "$at" "$work" "$@"
}

# autopkgtest asks apt for lists: of this architecture alone, whatever others
# the machine has packages of. It takes the binaries that the .changes names.
debian_tests() {
	# shellcheck disable=SC2016 # for the inner shell
	quietly in_copy sh -euc 'cd /mnt && dpkg -i *.deb &&
		arch=$(dpkg --print-architecture) &&
		echo "APT::Architectures \"$arch\";" \
			>/etc/apt/apt.conf.d/99architecture &&
		autopkgtest --ignore-restrictions=breaks-testbed \
			libstreamcpy_*_"$arch".changes -- null'
	passed "autopkgtest passes with the installed packages"
	# shellcheck disable=SC2016 # for the inner shell
	quietly in_copy sh -euc 'cd /mnt && dpkg -i *.deb &&
		packages=$(for deb in *.deb; do
			dpkg-deb -f "$deb" Package; done) &&
		dpkg --purge $packages &&
		[ -z "$(find /usr -name "*streamcpy*" -o -name "*zonedev*")" ]'
	passed "and nothing is left of them when they are purged"
}

# --nodeps: what the spec asks for is there, but as Debian's packages
rpm_packages() {
	local at=$work/rpm
	mkdir -p "$at/root"
	case $options in *nocheck*) set -- --nocheck ;; esac
	quietly rpmbuild "$@" --nodeps --define "_topdir $at" \
		--define "_smp_mflags -j$jobs" -ta "$tarball"
	quietly rpm --root "$at/root" --nodeps --noscripts -i \
		"$at"/RPMS/*/*.rpm
	(cd "$at/root" && LD_LIBRARY_PATH=$(dirname "$(find "$PWD" \
		-name 'libstreamcpy.so.0')") && export LD_LIBRARY_PATH &&
	 quietly usr/bin/streamcpy info && quietly usr/bin/zonedev verify)
	passed "RPM packages are built$tested, and their tools run"
}

install_tools
choose_build
[ -x "$source/configure" ] || quietly "$source/bootstrap"
tarballs
debian_packages
debian_tests
rpm_packages
echo "$passed passed, 0 failed"
