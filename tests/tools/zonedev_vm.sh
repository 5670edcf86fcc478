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

# comes FILE: there is something in it, after 30 s at most
comes() {
	tries=0
	while [ ! -s "$1" ] && [ $tries -lt 300 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ -s "$1" ]
}

# ---- Refusals: nothing is started

touch "$work/image"
refused 2 "/none: No such file" vm --kernel /none
refused 2 "modules /none" vm --kernel "$work/image,/none"
refused 2 "debian:7.x: a version is" vm --kernel debian:7.x
refused 2 "more than 4 kernels" vm --kernel a --kernel b --kernel c \
	--kernel d --kernel e
refused 2 "'warp'" vm --scenario nd_pmem,warp
refused 2 "CONFIG_TEST_HMM" vm --scenario hmm
refused 2 "multiple of 128M" vm --size 300M
refused 2 "'100M'" vm --size 100M
refused 2 "'1T'" vm --size 1T
refused 2 "--rebinds" vm --rebinds 0
refused 2 "--format is of figures" vm --compare --format csv
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
	rm -r "$work/cache/7.3"
	FULL=1 fetched 1 "No space left on device" 7.3
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
wait) echo $$ >"$PIDFILE"; exec sleep 60 ;;
esac
exit 1
END
guest_fails() {
	echo "$1" >"$work/image"
	got=0
	PATH=$fake:$PATH zonedev vm --kernel "$work/image" --size 256M || got=$?
	[ $got = 1 ] || fail "$1: exit status $got"
	[ "$(wc -l <"$work/err")" = 1 ] || fail "$1: not one line of error"
	grep -qF -- "$2" "$work/err" || fail "$1: the error lacks '$2'"
	[ ! -s "$work/out" ] || fail "$1: figures"
}
if [ -x /bin/busybox ] || [ -x /usr/bin/busybox ]; then
	guest_fails words "could not load kernel"
	guest_fails panic "Kernel panic - not syncing: No working init found."
	mkdir -p "$work/modules/kernel"
	got=0
	PATH=$fake:$PATH zonedev vm --kernel "$work/image,$work/modules" \
		--size 256M || got=$?
	[ $got = 1 ] || fail "no modules: exit status $got"
	grep -qF "module nd_pmem is neither in $work/modules nor built in" \
		"$work/err" || fail "no modules: not said"
else
	echo "skipped: guests that fail; busybox-static would do"
fi

# The program itself and no wrapper around it, so that the signal meets it
if [ -n "${CHECK_WRAPPER:-}" ]; then
	echo "skipped: the end by SIGTERM; without TEST_WRAPPER it would do"
elif [ -x /bin/busybox ] || [ -x /usr/bin/busybox ]; then
	echo wait >"$work/image"
	rm -f "$work/pid"
	PIDFILE=$work/pid PATH=$fake:$PATH \
		"$top_builddir/$program" vm --kernel "$work/image" \
		--size 256M >"$work/out" 2>"$work/err" &
	caller=$!
	comes "$work/pid" || fail "ended by SIGTERM: qemu was not started"
	kill -TERM $caller
	got=0
	wait $caller || got=$?
	[ $got = 143 ] || fail "ended by SIGTERM: status $got"
	tries=0
	while kill -0 "$(cat "$work/pid")" 2>/dev/null && [ $tries -lt 100 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	[ $tries -lt 100 ] || fail "ended by SIGTERM: qemu still runs"
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
		rm "$work/saved"
	done
fi
exit $status
