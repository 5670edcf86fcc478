#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# extend.sh - a backend, a scenario, a format and a preset are each added by the
# files that HACKING names and no other
#
# The patches beside this file are the examples that HACKING points to. Here:
# each touches the files of its row there, and applies. With EXTEND=build, or
# EXTEND='scenario format', in minutes: each by itself in a copy of the tree
# builds, what it adds appears where users look, and the tests that go over all
# of its kind pass.
set -u
srcdir=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
: "${CC:=cc}" "${CFLAGS:=-O2}"

fail() {
	echo "$what: $*"
	status=1
}

# The files of HACKING's row "| a THING | `FILE` ... |"
named() {
	sed -n "/^## Add /,/^## Tests/s/^| a $what |\(.*\)|.*|$/\1/p" \
		"$srcdir/HACKING.md" | grep -o '`[^` ]*/[^` ]*`' | tr -d '`' | sort
}

touched() {
	sed -n 's|^+++ b/||p' "$srcdir/tests/extending/$what.patch" | sort
}

command -v patch >/dev/null || { echo "skipped: no patch(1)"; exit 77; }
for what in backend scenario format preset; do
	[ "$(named)" = "$(touched)" ] ||
		fail "HACKING names" $(named) "and the patch touches" $(touched)
	rm -rf "$work/tree"
	mkdir "$work/tree"
	for file in $(touched); do
		mkdir -p "$work/tree/${file%/*}"
		[ ! -e "$srcdir/$file" ] ||
			cp "$srcdir/$file" "$work/tree/$file"
	done
	(cd "$work/tree" &&
	 patch -s -p1 <"$srcdir/tests/extending/$what.patch") ||
		fail "the patch does not apply"
done
case ${EXTEND:-} in
'') exit $status ;;
build) things='backend scenario format preset' ;;
*) things=$EXTEND ;;
esac
# The make that runs this test hands its own TESTS on to those below.
unset EXTEND MAKEFLAGS MFLAGS MAKEOVERRIDES

# The tree as it is, without what was built in it
rm -rf "$work/tree"
mkdir "$work/tree"
if git -C "$srcdir" rev-parse 2>/dev/null; then
	(cd "$srcdir" && git ls-files -co --exclude-standard |
	 while read -r file; do [ ! -e "$file" ] || echo "$file"; done |
	 tar -cf - -T -) | tar -xf - -C "$work/tree"
else
	(cd "$srcdir" && tar -cf - --exclude ./build --exclude '*.o' .) |
		tar -xf - -C "$work/tree"
fi
cd "$work/tree" || exit 99
chmod -R u+w .
what=tree
[ -x configure ] || ./bootstrap >"$work/log" 2>&1 || fail "no bootstrap"
mkdir "$work/build"
cd "$work/build" || exit 99
../tree/configure -C --enable-werror --disable-shared CC="$CC" \
	CFLAGS="$CFLAGS" >"$work/log" 2>&1 || fail "no configure"
streamcpy=tools/streamcpy/streamcpy
zonedev=tools/zonedev/zonedev

built() {
	make -j2 >"$work/log" 2>&1 && return
	fail "does not build"
	tail -n 20 "$work/log"
	return 1
}

# passes TEST...: of the tree with the patch in it
passes() {
	make -j2 check-TESTS TESTS="$*" >"$work/log" 2>&1 && return
	fail "a test fails"
	grep -E '^(FAIL|ERROR)|rror:' "$work/log"
	cat test-suite.log
}

# shows WORD COMMAND...
shows() {
	word=$1
	shift
	"$@" >"$work/out" 2>&1 || fail "$* fails"
	grep -qF -e "$word" "$work/out" || fail "$* shows no '$word'"
}

check_backend() {
	"$streamcpy" info | grep -q sse2 || {
		echo "skipped: the backend is one of x86-64"
		return
	}
	shows movntps "$streamcpy" info
	shows '"fill": "movntps"' "$zonedev" bench --size 64M --binds 1 \
		--rebinds 1 --format json
	passes tests/streamcpy/check_copy tests/streamcpy/check_copy_2 \
		tests/streamcpy/check_copy_3 tests/streamcpy/check_fill \
		tests/streamcpy/check_stores tests/streamcpy/check_upper \
		tests/streamcpy/check_choice tests/streamcpy/isa.sh \
		tests/streamcpy/drain.sh tests/symbols.sh
}

check_scenario() {
	shows devdax-4K "$zonedev" bench --help
	shows 'devdax-4K: 64 MiB devdax' "$zonedev" bench --size 64M \
		--scenario devdax-4K --binds 1 --rebinds 1
	passes tests/tools/options.sh tests/tools/completion.sh tests/man.sh
}

check_format() {
	shows markdown "$zonedev" bench --help
	shows '| path | rebind ms |' "$zonedev" bench --size 64M --binds 1 \
		--rebinds 1 --format markdown
	shows '| device | path |' "$zonedev" bench --sweep --size 1G \
		--rebinds 1 --format markdown
	passes tests/tools/options.sh tests/tools/completion.sh tests/man.sh \
		tests/includes.sh
}

check_preset() {
	shows x86_64-kmsan "$zonedev" model
	shows 'size: 80' "$zonedev" model x86_64-kmsan
	shows '' "$zonedev" verify --model x86_64-kmsan --quiet
	passes tests/zonedev/check_model tests/zonedev/check_random_inits \
		tests/tools/check_model_file tests/tools/zonedev_model.sh
}

for what in $things; do
	patch=$work/tree/tests/extending/$what.patch
	(cd ../tree && patch -s -p1 <"$patch") || continue
	! built || "check_$what"
	(cd ../tree && patch -s -R -p1 <"$patch")
	echo "$what: done"
done
exit $status
