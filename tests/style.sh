#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# style.sh - licence lines, blanks at line ends, final newlines, 80 columns
#
# A line with a string may be longer: a message that is cut cannot be searched.
# Two processes read all files: several for each of 300 took 37 s of CPU.
set -u
cd "${srcdir:-.}" || exit 99

set --
for file in arch/*/*.[ch] bench/*.[ch] completion/*.in examples/*.c* include/*.h lib/*.[ch] \
	    tests/*.sh tests/*/*.[ch] tests/*/*.sh tests/model/*.pml \
	    tools/*/*.[ch] tools/*/*/*.[ch] zonedev/*.[ch] zonedev/*/*.[ch] \
	    fuzz/*.[ch] fuzz/fuzz.sh m4/sc_*.m4 \
	    build-aux/build.sh build-aux/check-source.sh \
	    build-aux/count-tests.sh build-aux/matrix.sh build-aux/version.sh \
	    build-aux/packages.sh build-aux/release.sh build-aux/analyze.sh \
	    build-aux/coverage.sh build-aux/mutants.sh \
	    examples/*.sh examples/*.build \
	    examples/*.txt packaging/*.in packaging/*.spec debian/rules \
	    debian/tests/examples debian/tests/tools \
	    build-aux/scripts-to-c.sh tools/zonedev/vm/fetch-debian \
	    tools/zonedev/vm/guest-init \
	    configure.ac Makefile.am */local.mk bootstrap quickstart \
	    quickcheck .ci/run; do
	[ ! -f "$file" ] || set -- "$@" "$file"
done

# wc counts newlines and awk counts lines, so what differs lacks the last one.
wc -l "$@" | LC_ALL=C awk '
	function complain(what) {
		print what
		bad = 1
	}
	function end_of_file() {
		if (!licensed)
			complain(file ": no SPDX line in its first two")
		if (lines != newlines[file])
			complain(file ": no final newline")
	}
	# A tab goes to the next multiple of 8, a byte that continues a
	# character of UTF-8 takes no column.
	function columns(line,    parts, n, i, width) {
		gsub(/[\200-\277]/, "", line)
		n = split(line, parts, "\t")
		for (i = 1; i < n; i++)
			width += length(parts[i]) + 8 - length(parts[i]) % 8
		return width + length(parts[n])
	}
	FILENAME == "-" { newlines[$2] = $1; next }
	FNR == 1 {
		if (file)
			end_of_file()
		file = FILENAME
		licensed = 0
	}
	{ lines = FNR }
	FNR <= 2 && /SPDX-License-Identifier: BSD-2-Clause/ { licensed = 1 }
	/[ \t]$/ { complain(file ": blanks at the end of line " FNR) }
	length > 10 && file ~ /[.][ch]$/ && !/"/ && columns($0) > 80 {
		complain(file ": over 80 columns: " FNR)
	}
	END {
		end_of_file()
		exit bad
	}' - "$@"
