/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kvm.c - whether guests run on KVM here, or are emulated
 *
 * Virtual machines of some hosts have a /dev/kvm that does not run a guest:
 * qemu 7.2 fails at a register of the host's CPU that cannot be set, or KVM at
 * an instruction of the firmware. A kernel of 48 bytes, started as others are,
 * tells: it says what they say first.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "kvm.h"

#define MIB		(UINT64_C(1) << 20)

/* Where the image is loaded; Multiboot Specification 0.6.96, section 3.1 */
#define LOAD		0x100000u
#define MAGIC		0x1badb002u
#define HAS_ADDRESSES	0x10000u

static const struct {
	uint32_t magic, flags, checksum;
	uint32_t header, load, load_end, bss_end, entry;
	unsigned char code[16];
} image = {
	.magic = MAGIC, .flags = HAS_ADDRESSES,
	.checksum = -(MAGIC + HAS_ADDRESSES),
	.header = LOAD, .load = LOAD, .load_end = LOAD + sizeof(image),
	.bss_end = LOAD + sizeof(image), .entry = LOAD + 32,
	.code = {
		0x66, 0xba, 0xf8, 0x02,		/* mov $0x2f8, %dx */
		0xb0, 'o', 0xee,		/* mov $'o', %al; out */
		0xb0, 'k', 0xee,
		0xb0, '\n', 0xee,
		0xf4, 0xeb, 0xfd,		/* hlt, again and again */
	},
};

/* 0, or -1 with the reason in @g */
static int start(struct guest *g, int fd)
{
	char path[32];
	const struct guest_config config = {
		.kernel = path, .initrd = -1, .memory = 64 * MIB, .kvm = true,
	};

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, &image, sizeof(image)) != sizeof(image))
		return guest_fail(g, "no memory");
	if (guest_start(g, &config))
		return -1;
	return guest_order(g, NULL, NULL, NULL, NULL);
}

bool kvm_works(char why[GUEST_WHY])
{
	struct guest guest = GUEST_NONE;
	int fd, err;

	*why = '\0';
	if (access("/dev/kvm", R_OK | W_OK))
		return false;
	fd = memfd_create("image", 0);
	err = start(&guest, fd);
	guest_end(&guest);
	if (fd >= 0)
		close(fd);
	if (err)
		snprintf(why, GUEST_WHY, "%s", guest.why);
	return !err;
}
