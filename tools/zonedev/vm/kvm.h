/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kvm.h - whether guests run on KVM here, or are emulated
 */
#ifndef VM_KVM_H
#define VM_KVM_H

#include <stdbool.h>
#include "guest.h"

/*
 * Whether the machine has /dev/kvm for us and a guest starts with it, which
 * takes a second. Where it is there and none starts, @why is one line, else "".
 */
bool kvm_works(char why[GUEST_WHY]);

#endif
