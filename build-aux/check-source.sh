# SPDX-License-Identifier: BSD-2-Clause
# check-source.sh - Check from Debian's source package, for what Debian has no
# Check for
#
# Sourced with $work, a directory to build in. The package is fetched by an apt
# configuration of its own: the system's is not ours to add sources to.

# Debian's mirror is the one that check itself would come from.
fetch_check() {
	local at=$work/check-source mirror
	local -a options
	[ ! -x "$at/check/configure" ] || return 0
	mirror=$(apt-get download --print-uris check |
		sed -n "s,^'\(.*\)/pool/.*,\1,p")
	[ -n "$mirror" ] || return 1
	mkdir -p "$at/check" "$at/lists/partial" "$at/cache/archives/partial"
	echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" >"$at/sources.list"
	options=(-o Dir::Etc::SourceList="$at/sources.list"
		-o Dir::Etc::SourceParts=- -o Dir::State::Lists="$at/lists"
		-o Dir::Cache="$at/cache" -o APT::Sandbox::User=root)
	(cd "$at" && apt-get "${options[@]}" update &&
	 apt-get "${options[@]}" source --download-only check &&
	 tar -xzf check_*.orig.tar.gz -C check --strip-components=1)
}

# build_check DIRECTORY CONFIGURE-ARGUMENT... - leaves in $check_settings what
# makes our configure use it. Its own tests and the library of subunit, which
# our tests do not use, are left out.
build_check() {
	local at=$1
	shift
	fetch_check || return 1
	mkdir -p "$at"
	(cd "$at" &&
	 "$work/check-source/check/configure" --disable-shared \
		--disable-subunit "$@" &&
	 make -C lib && make -C src libcheck.la) || return 1
	check_settings=(CHECK_CFLAGS="-I$at -I$at/src"
		CHECK_LIBS="$at/src/.libs/libcheck.a -lrt -lm")
}
