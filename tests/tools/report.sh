#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# report.sh - a report's page in a browser: all of its text is there, nothing
# is asked for outside, the console stays empty, and a phone shows it without
# scrolling sideways
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"

browser=$(command -v chromium || command -v chromium-browser || :)
if [ -z "$browser" ]; then
	echo "skipped: no chromium"
	exit 77
fi
# Its sandbox refuses to run as root.
as_root=
[ "$(id -u)" != 0 ] || as_root=--no-sandbox

# browse PAGE: the page as the browser understood it, in $work/dom. Nobody is
# found by name, so that nothing leaves this machine.
browse() {
	page=$1
	rm -f "$work/net.json"
	HOME=$work "$browser" --headless $as_root --disable-gpu --no-first-run \
		--disable-background-networking --disable-component-update \
		--user-data-dir="$work/profile" --enable-logging=stderr \
		--host-resolver-rules='MAP * ~NOTFOUND' \
		--allow-file-access-from-files --log-net-log="$work/net.json" \
		--dump-dom "file://$work/$1" >"$work/dom" 2>"$work/log" ||
		fail "chromium does not open $1"
	[ -s "$work/net.json" ] || fail "chromium leaves no log of requests"
}

# What was asked for at a host that the page names: a browser also asks for
# updates and dictionaries of its own. Without a script there is no other way.
asked_for() {
	! grep -q '<script' "$work/report/report.html" || echo "by a script"
	sed 's/"url":"/\n&/g' "$work/net.json" |
		sed -n 's|^"url":"\([a-z]*://[^/"]*\).*|\1|p' | sort -u |
		while read -r host; do
			! grep -qF -- "${host#*://}" "$work/$page" ||
				echo "$host"
		done
}

complaints() {
	grep ':CONSOLE' "$work/log"
}

words() {
	tr -s '[:space:]' '\n' | sort -u
}

page_words() {
	sed -e 's/<[^>]*>/ /g' -e 's/&lt;/</g' -e 's/&gt;/>/g' \
		-e 's/&quot;/"/g' -e 's/&amp;/\&/g' "$work/dom" | words
}

# Words of the mail that the page lacks, but for those about the mail
missing_words() {
	page_words >"$work/page_words"
	sed -e '/^[=-]*$/d' -e '/^Left out because/d' "$work/report/report.txt" |
		words | comm -23 - "$work/page_words" | grep . | grep -v ':$'
}

# A page with a frame as wide as a phone, and how much beside that is hidden
frame() {
	cat >"$work/phone.html" <<-EOF
	<!DOCTYPE html><iframe width="360" height="640" style="border: 0"
	src="report/report.html" onload="
	let e = this.contentDocument.documentElement;
	document.body.dataset.hidden = e.scrollWidth - e.clientWidth"></iframe>
	EOF
}

# looked_at WHAT: the report in $work/report
looked_at() {
	browse report/report.html
	[ -z "$(asked_for)" ] || fail "$1 asks for $(asked_for)"
	[ -z "$(complaints)" ] || fail "$1: $(complaints)"
	[ -z "$(missing_words)" ] || fail "$1 lacks $(missing_words)"
	browse phone.html
	grep -q 'data-hidden="0"' "$work/dom" ||
		fail "$1 is wider than a phone: $(grep -o 'data-hidden="[^"]*"' "$work/dom")"
}

# The page with MARKUP behind its text is caught by CHECK.
caught() {
	sed "s|</body>|$2</body>|" "$work/report/report.html" \
		>"$work/report/spoiled.html"
	browse report/spoiled.html
	[ -n "$($1)" ] || fail "this test does not see $2"
}

run_for_report() {
	# shellcheck disable=SC2086 # a command with options
	${CHECK_WRAPPER:-} "$(path_of "$1")" bench "$2" "$3" "$4" "$5" "$6" \
		"$7" --report "$work/report" --quiet >"$work/out" \
		2>"$work/err" ||
		fail "$1 makes no report"
}

frame
run_for_report tools/streamcpy/streamcpy --rounds 3 --max-size 4K --op copy,call
looked_at "streamcpy's report"
run_for_report tools/zonedev/zonedev --size 8M --rebinds 3 --scenario nd_pmem,hmm
looked_at "zonedev's report"
caught asked_for '<img src="http://outside.invalid/x.png">'
caught complaints '<script>console.error("no")</script>'
exit $status
