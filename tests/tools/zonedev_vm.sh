#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# zonedev_vm.sh - what zonedev vm refuses, how it ends when a guest does not do
# what it should, and one guest where qemu and a kernel are here
set -eu
# shellcheck source=SCRIPTDIR/zonedev_calls.sh
. "${srcdir:-.}/tests/tools/zonedev_calls.sh"
scripts=$srcdir/tools/zonedev/vm
scripts=$(cd "$scripts" && pwd)

accepted vm --help
printed "usage: zonedev vm"

# clang 14's MemorySanitizer does not know that fts_read() writes its entries.
if grep -q __msan_init "$(path_of "$program")"; then
	echo "skipped: all of zonedev vm; a build without MemorySanitizer would do"
	exit 77
fi

# comes FILE: there is something in it, after 30 s at most
comes() {
	tries=0
	while [ ! -s "$1" ] && [ $tries -lt 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -s "$1" ]
}

# gone: the process whose number is in $work/pid is, after 10 s at most
gone() {
	tries=0
	while kill -0 "$(cat "$work/pid")" 2>/dev/null && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ $tries -lt 100 ]
}

# ---- Refusals: nothing is started

touch "$work/image"
refused 2 "/none: No such file" vm --kernel /none
refused 2 "modules /none" vm --kernel "$work/image,/none"
refused 2 "debian:7.x: a version is" vm --kernel debian:7.x
refused 2 "more than 4 kernels" vm --kernel a --kernel b --kernel c \
	--kernel d --kernel e
refused 2 "'warp'" vm --scenario nd_pmem,warp
refused 2 "CONFIG_TEST_HMM" vm --scenario hmm --kernel "$work/image"
refused 2 "cannot be compared" vm --scenario hmm --compare
refused 2 "multiple of 128M" vm --size 300M
refused 2 "'100M'" vm --size 100M
refused 2 "'1T'" vm --size 1T
refused 2 "no --scenario is left: --size must be 2G" vm --size 1G \
	--kernel "$work/image" --scenario dedup-1G
refused 2 "--rebinds" vm --rebinds 0
refused 2 "--format is of figures" vm --compare --format csv
refused 2 "--plot is of figures" vm --compare --plot "$work/x.svg"
refused 2 "unknown picture format" vm --plot "$work/x.gif"
refused 2 "one kernel and one --scenario" vm --save "$work/file"
refused 2 "--model is what" vm --model x86_64
refused 2 "x86_65" vm --compare --model x86_65
[ -r "/boot/vmlinuz-$(uname -r)" ] ||
	refused 2 "--kernel debian:7.3" vm --size 256M

# ---- Fetching, with apt's answers as Debian's mirrors gave them

fake=$work/fake
mkdir "$fake"
put() {
	cat >"$fake/$1"
	chmod +x "$fake/$1"
}
put apt-cache <<'END'
#!/bin/sh
# pkgnames [PREFIX]; modules of 7.1.3 are named by others, and are gone
for name in linux-image-6.1.0-47-amd64 linux-image-6.1.0-9-amd64 \
	linux-image-6.1.0-56-amd64 linux-image-6.1.0-56-cloud-amd64 \
	linux-image-6.1.0-56-rt-amd64 linux-image-6.12-amd64 \
	linux-image-6.12.117+deb13-amd64 linux-image-6.12.95+deb12-amd64 \
	linux-binary-7.3.4+deb13-amd64 linux-modules-7.3.4+deb13-amd64 \
	linux-image-7.3.4+deb13-amd64 linux-image-7.1.3+deb13-amd64 \
	linux-binary-7.1.3+deb13-amd64 linux-modules-7.1.3+deb13-amd64 \
	linux-binary-unsigned-7.3.9+deb13-amd64 linux-image-amd64
do
	case $name in "$2"*) echo "$name" ;; esac
done
END
put apt-get <<'END'
#!/bin/sh
for word; do last=$word; done
case "$*" in
*update) exit 0 ;;
*linux-modules-7.1.3*)
	echo "E: Can't select candidate version from package $last as it has no candidate" >&2
	exit 100 ;;
esac
for word; do
	case $word in linux-*) ;; *) continue ;; esac
	case "$*" in
	*--print-uris*) echo "'http://deb/$word.deb' $word.deb 60000000 SHA256:0" ;;
	*) [ -z "${FULL:-}" ] ||
		{ echo "E: Failed to fetch $word.deb  No space left on device" >&2; exit 100; }
	   [ -z "${SLOW:-}" ] || { echo $$ >"$SLOW"; exec sleep 60; }
	   echo "$word" >"$word.deb" ;;
	esac
done
END
put dpkg <<'END'
#!/bin/sh
# -x ARCHIVE FOLDER
if [ -n "${FULL_ROOT:-}" ]; then
	mkdir -p "$3/boot"
	echo "dpkg-deb: error: failed to write to pipe: No space left on device" >&2
	exit 2
fi
name=$(cat "$2")
release=${name#linux-*-}
case $name in
linux-image-*) mkdir -p "$3/boot" "$3/lib/modules/$release/kernel"
	: >"$3/boot/vmlinuz-$release" ;;
linux-binary-*) mkdir -p "$3/usr/lib/modules/$release"
	: >"$3/usr/lib/modules/$release/vmlinuz" ;;
linux-modules-*) mkdir -p "$3/usr/lib/modules/$release/kernel" ;;
esac
END

# fetched STATUS WORD VERSION: of standard output and error together
fetched() {
	got=0
	PATH=$fake:$PATH sh "$scripts/fetch-debian" "$3" "$work/cache" \
		>"$work/out" 2>&1 3>"$work/said" || got=$?
	[ "$got" = "$1" ] || fail "fetch $3: exit status $got"
	grep -qF -- "$2" "$work/out" || fail "fetch $3: no '$2'"
	[ -z "$(find "$work/cache" -maxdepth 1 -name 'fetch.*')" ] ||
		fail "fetch $3: something half done is left"
}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -f $keyring ]; then
	fetched 0 "$work/cache/6.1/boot/vmlinuz-6.1.0-56-amd64" 6.1
	grep -q 'linux-image-6.1.0-56-amd64 of bookworm (60 MB)' "$work/said" ||
		fail "what is fetched was not said"
	fetched 0 "$work/cache/6.1/lib/modules/6.1.0-56-amd64" 6.1
	[ ! -s "$work/said" ] || fail "fetched twice"
	fetched 0 vmlinuz-6.12.117+deb13-amd64 6.12
	fetched 0 "$work/cache/7.3/usr/lib/modules/7.3.4+deb13-amd64/vmlinuz" 7.3
	grep -q '(120 MB)' "$work/said" || fail "not the size of both packages"
	fetched 1 "Debian has no such kernel now" 7.1
	fetched 1 "Debian has no such kernel now" 8.1
	# not_had VERSION WHAT WORDS: by the whole command, with nothing left
	not_had() {
		got=0
		XDG_CACHE_HOME=$work/home PATH=$fake:$PATH \
			zonedev vm --kernel "debian:$1" || got=$?
		[ $got = 1 ] || fail "$2: status $got"
		[ "$(wc -l <"$work/err")" = 1 ] || fail "$2: not one line"
		grep -q "$3" "$work/err" || fail "$2: not said"
		[ -z "$(ls "$work/home/zonedev")" ] ||
			fail "$2: something is left"
	}
	not_had 8.1 "a kernel that Debian has not" \
		"Debian has no such kernel now"
	rm -r "$work/cache/7.3"
	FULL=1 fetched 1 "No space left on device" 7.3
	FULL_ROOT=1 fetched 1 "No space left on device" 7.3
	export FULL=1
	not_had 7.3 "apt-get on a full disk" "No space left on device"
	unset FULL
	export FULL_ROOT=1
	not_had 7.3 "dpkg on a full disk" "No space left on device"
	unset FULL_ROOT
	SLOW=$work/pid PATH=$fake:$PATH sh "$scripts/fetch-debian" 7.3 \
		"$work/cache" >"$work/out" 2>&1 &
	fetcher=$!
	comes "$work/pid" || fail "fetch 7.3: apt-get was not called"
	kill -TERM $fetcher
	got=0
	wait $fetcher || got=$?
	[ $got = 143 ] || fail "fetch ended by SIGTERM: status $got"
	[ -z "$(find "$work/cache" -maxdepth 1 -name 'fetch.*' -o -name 7.3)" ] ||
		fail "fetch ended by SIGTERM: something is left"
	gone || fail "fetch ended by SIGTERM: apt-get still runs"
	# The whole command, where no wrapper keeps the signal from it
	for signal in INT TERM; do
		[ -z "${CHECK_WRAPPER:-}" ] || continue
		rm -f "$work/pid"
		SLOW=$work/pid XDG_CACHE_HOME=$work/home PATH=$fake:$PATH \
			"$top_builddir/$program" vm --kernel debian:7.3 \
			>"$work/out" 2>"$work/err" &
		caller=$!
		comes "$work/pid" || fail "SIG$signal: apt-get was not called"
		kill -$signal $caller
		got=0
		wait $caller || got=$?
		[ $signal = INT ] && expected=130 || expected=143
		[ $got = $expected ] ||
			fail "vm that fetches, SIG$signal: status $got"
		gone || fail "vm that fetches, SIG$signal: apt-get still runs"
		[ -z "$(ls "$work/home/zonedev")" ] ||
			fail "vm that fetches, SIG$signal: something is left"
	done
else
	echo "skipped: fetching kernels; debian-archive-keyring would do"
fi
echo "not a folder" >"$work/file"
got=0
sh "$scripts/fetch-debian" 7.3 "$work/file/cache" >"$work/out" 2>&1 || got=$?
[ $got = 1 ] || fail "a cache that cannot be made: status $got"

# ---- Guests that fail, played by a script

put qemu-system-x86_64 <<'END'
#!/bin/sh
# What the guest says first, on its console: standard error goes there too
for word; do
	[ "$last" != -kernel ] || kernel=$word
	last=$word
done
case $(cat "$kernel") in
words) echo "qemu-system-x86_64: could not load kernel '$kernel'" >&2 ;;
panic) printf '[    1.0] VFS: no root\r\n[    1.1] Kernel panic - not syncing: No working init found.\r\n[    1.2] Rebooting\r\n' >&2 ;;
stopped) echo $$ >"$PIDFILE"; echo "KVM internal error. Suberror: 1" >&2; exec sleep 60 ;;
wait) echo $$ >"$PIDFILE"; exec sleep 60 ;;
esac
exit 1
END
# guest_fails KERNEL WORDS: in one line, nothing left
guest_fails() {
	got=0
	rm -f "$work/pid"
	mkdir -p "$work/tmp"
	TMPDIR=$work/tmp PIDFILE=$work/pid PATH=$fake:$PATH \
		zonedev vm --emulate --kernel "$1" --size 256M || got=$?
	[ $got = 1 ] || fail "$2: exit status $got"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$2: not one line of error"
	grep -qF -- "$2" "$work/err" || fail "the error lacks '$2'"
	[ ! -s "$work/out" ] || fail "$2: figures"
	[ -z "$(ls "$work/tmp")" ] || fail "$2: a file is left"
	[ ! -e "$work/pid" ] || gone || fail "$2: qemu still runs"
}
if [ -x /bin/busybox ] || [ -x /usr/bin/busybox ]; then
	echo words >"$work/image"
	guest_fails "$work/image" "could not load kernel"
	echo panic >"$work/image"
	guest_fails "$work/image" \
		"Kernel panic - not syncing: No working init found."
	echo stopped >"$work/image"
	guest_fails "$work/image" "KVM internal error. Suberror: 1; with --emulate"
	mkdir -p "$work/modules/kernel"
	guest_fails "$work/image,$work/modules" \
		"module nd_pmem is neither in $work/modules nor built in"
else
	echo "skipped: guests that fail; busybox-static would do"
fi

# The program itself and no wrapper around it, so that the signal meets it
if [ -n "${CHECK_WRAPPER:-}" ]; then
	echo "skipped: the end by SIGTERM; without TEST_WRAPPER it would do"
elif [ -x /bin/busybox ] || [ -x /usr/bin/busybox ]; then
	echo wait >"$work/image"
	for signal in INT TERM; do
		rm -f "$work/pid"
		TMPDIR=$work/tmp PIDFILE=$work/pid PATH=$fake:$PATH \
			"$top_builddir/$program" vm --emulate \
			--kernel "$work/image" --size 256M \
			>"$work/out" 2>"$work/err" &
		caller=$!
		comes "$work/pid" || fail "SIG$signal: qemu was not started"
		kill -$signal $caller
		got=0
		wait $caller || got=$?
		[ $signal = INT ] && expected=130 || expected=143
		[ $got = $expected ] || fail "SIG$signal at boot: status $got"
		[ "$(wc -l <"$work/err")" = 1 ] ||
			fail "SIG$signal at boot: not one line"
		gone || fail "SIG$signal at boot: qemu still runs"
		[ -z "$(ls "$work/tmp")" ] ||
			fail "SIG$signal at boot: a file is left"
	done
fi

# ---- Guests that boot and bind, played by a program, with KVM and without

if [ -n "${CHECK_WRAPPER:-}" ]; then
	echo "skipped: played guests; without TEST_WRAPPER they would do"
elif ! [ -x "$top_builddir/tests/tools/played_qemu" ]; then
	echo "skipped: played guests; 'make check' builds them"
elif [ -x /bin/busybox ] || [ -x /usr/bin/busybox ]; then
	rm "$fake/qemu-system-x86_64"
	built_at=$(cd "$top_builddir" && pwd)
	ln -s "$built_at/tests/tools/played_qemu" "$fake/qemu-system-x86_64"
	mkdir -p "$work/tmp"
	export PLAYED_LOG="$work/log" PLAYED_PID="$work/pid" TMPDIR="$work/tmp"
	# hosted yes|no ARGUMENT...: on a host with KVM, or without
	hosted() {
		HOST_KVM=$1
		shift
		rm -f "$work/log" "$work/pid"
		HOST_KVM=$HOST_KVM PATH=$fake:$PATH \
			"$built_at/tests/tools/vm_host" "$@" \
			>"$work/out" 2>"$work/err"
	}
	# ends STATUS WORDS PLAY...: with one line, no figures, nothing left
	ends() {
		expected=$1 words=$2 got=0
		shift 2
		printf '%s\n' "$@" >"$work/image"
		hosted no --kernel "$work/image" --size 256M || got=$?
		[ "$got" = "$expected" ] || fail "$1: exit status $got"
		[ "$(wc -l <"$work/err")" = 1 ] || fail "$1: not one line"
		grep -qF -- "$words" "$work/err" || fail "$1: not '$words'"
		[ ! -s "$work/out" ] || fail "$1: figures"
		gone || fail "$1: qemu still runs"
		[ -z "$(ls "$work/tmp")" ] || fail "$1: a file is left"
	}
	ends 1 "nd_pmem pfn0.1: init failed, superblock checksum" \
		"fail create nd_pmem pfn0.1: init failed, superblock checksum"
	ends 1 "nd_pmem: probe of pfn0.1 failed with error -22" \
		"fail rebind nd_pmem: probe of pfn0.1 failed with error -22"
	ends 1 "no persistent memory appeared" \
		"fail start no persistent memory appeared: ACPI: done"
	ends 1 "BUG: unable to handle page fault" \
		"die create BUG: unable to handle page fault"

	# Where the guest hangs: the signal ends all, and what it said is told.
	for signal in INT TERM; do
		rm -f "$work/log" "$work/pid"
		echo "hang rebind pmem pfn0.1: waits" >"$work/image"
		HOST_KVM=no PATH=$fake:$PATH "$built_at/tests/tools/vm_host" \
			--kernel "$work/image" --size 256M \
			>"$work/out" 2>"$work/err" &
		caller=$!
		tries=0
		until grep -q hangs "$work/log" 2>/dev/null ||
			[ $tries -ge 300 ]; do
			sleep 0.1
			tries=$((tries + 1))
		done
		[ $tries -lt 300 ] || fail "SIG$signal: the guest did not hang"
		kill -$signal $caller
		got=0
		wait $caller || got=$?
		[ $signal = INT ] && expected=130 || expected=143
		[ $got = $expected ] || fail "SIG$signal: status $got"
		[ "$(wc -l <"$work/err")" = 1 ] || fail "SIG$signal: not one line"
		grep -qF "ended by SIG$signal; the guest's last words: pmem pfn0.1: waits" \
			"$work/err" || fail "SIG$signal: last words not told"
		[ ! -s "$work/out" ] || fail "SIG$signal: figures"
		gone || fail "SIG$signal: qemu still runs"
		[ -z "$(ls "$work/tmp")" ] || fail "SIG$signal: a file is left"
	done

	# The host's own kernel: there, without a module, without an image
	root=$work/host
	modules=$root/lib/modules/1.2.3-host
	mkdir -p "$root/boot" "$modules/kernel"
	echo "release 1.2.3-host" >"$root/boot/vmlinuz-1.2.3-host"
	touch "$modules/kernel/nd_pmem.ko" "$modules/kernel/nd_e820.ko" \
		"$modules/kernel/device_dax.ko"
	echo kernel/drivers/dax/pmem/dax_pmem.ko >"$modules/modules.builtin"
	HOST_ROOT=$root hosted no --size 256M || fail "the host's: status $?"
	printed "1.2.3-host (the host's)"
	grep -q "^order start nd_pmem nd_e820 device_dax, " "$work/log" ||
		fail "the host's: not its modules"
	# cannot MISSING
	cannot() {
		got=0
		HOST_ROOT=$root hosted no --size 256M || got=$?
		[ $got = 2 ] || fail "the host's without $1: status $got"
		[ "$(wc -l <"$work/err")" = 1 ] ||
			fail "the host's without $1: not one line"
		grep -qF "$1" "$work/err" || fail "the host's: not '$1'"
		grep -qF -- "--kernel debian:7.3" "$work/err" ||
			fail "the host's without $1: not said what would do"
		[ ! -e "$work/pid" ] || fail "the host's without $1: booted"
	}
	rm "$modules/kernel/nd_e820.ko"
	cannot "no module nd_e820"
	rm -r "$modules"
	cannot "no /lib/modules/1.2.3-host"
	rm -r "$root/boot"
	cannot "no /boot/vmlinuz-1.2.3-host"

	# test_hmm where the kernel has it, its two ranges bound at once
	mkdir -p "$work/with/kernel"
	touch "$work/with/kernel/nd_pmem.ko" "$work/with/kernel/nd_e820.ko" \
		"$work/with/kernel/device_dax.ko" \
		"$work/with/kernel/dax_pmem.ko" "$work/with/kernel/test_hmm.ko"
	echo "us 1000" >"$work/image"
	hosted no --kernel "$work/image,$work/with" --size 256M \
		--scenario nd_pmem,hmm --plot "$work/vm.svg" ||
		fail "hmm: status $?"
	grep -Eq "^hmm +A .* 6 +emulated" "$work/out" ||
		fail "hmm: not two ranges in each of three rebinds"
	printed "in hmm of 256 MiB"
	grep -q "^order create hmm " "$work/log" || fail "hmm: not bound"
	! grep -q "^order start .*test_hmm" "$work/log" ||
		fail "hmm: loaded before its time"
	if command -v gnuplot >/dev/null; then
		grep -q EMULATED "$work/vm.svg" || fail "plot: not marked emulated"
		grep -q "nd_pmem: " "$work/vm.svg" || fail "plot: no panel of nd_pmem"
		grep -q "hmm: " "$work/vm.svg" || fail "plot: no panel of hmm"
	fi
	hosted no --kernel "$work/image,$work/with" --kernel "$work/image" \
		--size 256M --scenario nd_pmem,hmm || fail "hmm, one without: $?"
	grep -q "hmm left out: $work/image has no module test_hmm" "$work/err" ||
		fail "hmm: not said who lacks it"

	# A /dev/kvm with which no guest starts: emulated, and a line says why.
	PLAYED_KVM=broken hosted yes --kernel "$work/image" --size 256M \
		--scenario nd_pmem || fail "KVM that does not work: status $?"
	[ "$(wc -l <"$work/err")" = 1 ] ||
		fail "KVM that does not work: not one line"
	grep -qF "failed to set MSR 0x10a" "$work/err" ||
		fail "KVM that does not work: not said why"
	printed EMULATED
	hosted yes --emulate --kernel "$work/image" --size 256M \
		--scenario nd_pmem || fail "--emulate: status $?"
	[ ! -s "$work/err" ] || fail "--emulate: a word on KVM"
	printed EMULATED

	# Two kernels, one twice as fast. With KVM: its ratio in each format,
	# boots in turn, the host's CPU for the guest's, one CPU for the vCPU.
	printf '%s\n' "release 7.1.0-base" "us 2000" >"$work/base"
	printf '%s\n' "release 7.1.0-patched" "us 1000" >"$work/patched"
	two="--kernel $work/base --kernel $work/patched --size 256M --scenario nd_pmem"
	# shellcheck disable=SC2086 # options
	hosted yes $two || fail "with KVM: exit status $?"
	printed "16 boots of each kernel"
	printed "times as fast as A"
	printed "governor"
	printed "load"
	printed "stolen"
	printed "huge pages"
	! grep -qi emulated "$work/out" || fail "with KVM: marked emulated"
	grep -Eq '^nd_pmem +B .* 480  (1\.99|2\.0[01]) \([0-9.]*-[0-9.]*\)$' "$work/out" ||
		fail "with KVM: not 2.00 times as fast in 480 rebinds, with an interval"
	grep -q '^argument pc,accel=kvm,' "$work/log" || fail "KVM is not used"
	grep -q '^argument host,' "$work/log" ||
		fail "the host's CPU is not passed through"
	! grep '^order' "$work/log" | grep -v '^order start' |
		grep -qv ', of 1 CPUs$' || fail "the vCPU is not kept to one CPU"
	[ "$(sed -n 's/^boot //p' "$work/log" | head -n 4 | tr '\n' ' ')" = \
		"base patched patched base " ] || fail "boots do not take turns"
	# shellcheck disable=SC2086 # options
	hosted yes $two --format json || fail "with KVM, json: status $?"
	grep -Eq '"times_as_fast": (2|1\.99|2\.00).*"low": (1\.9|2).*"high": 2' \
		"$work/out" || fail "with KVM, json: no ratio with its interval"
	printed '"machine": "kvm"'
	# shellcheck disable=SC2086 # options
	hosted yes $two --boots 1 --bench || fail "with KVM, --bench: status $?"
	printed "zonedev bench --size"
	printed "what this program says"

	# Emulated: marked in each format, and no ratio, interval or verdict
	for format in table csv json; do
		# shellcheck disable=SC2086 # options
		hosted no $two --boots 10 --format $format ||
			fail "emulated, $format: status $?"
		grep -qi emulated "$work/out" || fail "$format: not marked"
		! grep -Eqi 'times|faster|slower|ratio|interval|"low|"high' \
			"$work/out" || fail "$format: a ratio where nothing is measured"
	done
	grep -q '^argument pc,accel=tcg,' "$work/log" || fail "not emulated"
	grep -q '^argument console=.* no_timer_check' "$work/log" ||
		fail "emulated: a busy host may keep the timer from it"
	! grep -q '^argument host,' "$work/log" || fail "emulated: the host's CPU"
	# shellcheck disable=SC2086 # options
	hosted no $two --bench || fail "emulated, --bench: status $?"
	printed "zonedev verify"
	! grep -q "zonedev bench" "$work/out" || fail "emulated: bench in the guest"
	unset PLAYED_LOG PLAYED_PID TMPDIR
else
	echo "skipped: played guests; busybox-static would do"
fi

# ---- A real guest: ZONEDEV_VM_KERNELS, or what is in the cache

cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}/zonedev
kernels=${ZONEDEV_VM_KERNELS:-}
for version in 6.1 7.3; do
	[ -n "${ZONEDEV_VM_KERNELS:-}" ] || [ ! -d "$cache/$version" ] ||
		kernels="$kernels debian:$version"
done
if ! command -v qemu-system-x86_64 >/dev/null; then
	echo "skipped: a real guest; qemu-system-x86 would do"
elif ! command -v xz >/dev/null; then
	echo "skipped: a real guest; xz-utils would do"
elif [ -z "$kernels" ]; then
	echo "skipped: a real guest; 'zonedev vm --kernel debian:7.3' fetches a kernel"
else
	for kernel in $kernels; do
		zonedev vm --kernel "$kernel" --size 256M --compare \
			--scenario nd_pmem,dax_pmem ||
			fail "$kernel: not equal"
		[ "$(grep -c '^equal$' "$work/out")" = 2 ] ||
			fail "$kernel: not equal twice"
		zonedev vm --kernel "$kernel" --size 256M \
			--scenario dedup-2M --save "$work/saved" ||
			fail "$kernel: nothing saved"
		accepted compare "$work/saved"
		rm -f "$work/saved"
	done
fi
exit $status
