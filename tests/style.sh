#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# style.sh - licence lines, blanks at line ends, final newlines, 80 columns
#
# A line with a string may be longer: a message that is cut cannot be searched.
set -u
cd "${srcdir:-.}" || exit 99
status=0

complain() {
	echo "$*"
	status=1
}

for file in arch/*/*.[ch] bench/*.[ch] completion/*.in examples/*.c* include/*.h lib/*.[ch] \
	    tests/*.sh tests/*/*.[ch] tests/*/*.sh tools/*/*.[ch] \
	    tools/*/*/*.[ch] zonedev/*.[ch] zonedev/*/*.[ch] m4/sc_*.m4 \
	    build-aux/build.sh build-aux/check-source.sh \
	    build-aux/count-tests.sh build-aux/matrix.sh build-aux/version.sh \
	    build-aux/packages.sh build-aux/release.sh examples/*.sh examples/*.build \
	    examples/*.txt packaging/*.in packaging/*.spec debian/rules \
	    debian/tests/examples debian/tests/tools \
	    build-aux/scripts-to-c.sh tools/zonedev/vm/fetch-debian \
	    tools/zonedev/vm/guest-init \
	    configure.ac Makefile.am */local.mk bootstrap quickstart \
	    quickcheck .ci/run; do
	[ -f "$file" ] || continue
	head -n 2 "$file" | grep -q 'SPDX-License-Identifier: BSD-2-Clause' ||
		complain "$file: no SPDX line in its first two"
	blanks=$(grep -n '[[:blank:]]$' "$file" | cut -d : -f 1 | tr '\n' ' ')
	[ -z "$blanks" ] || complain "$file: blanks at the end of line $blanks"
	[ -z "$(tail -c 1 "$file")" ] || complain "$file: no final newline"
	case $file in
	*.[ch])
		long=$(expand "$file" | awk 'length > 80 && !/"/ { print NR }' |
			tr '\n' ' ')
		[ -z "$long" ] || complain "$file: over 80 columns: $long"
		;;
	esac
done
exit $status
