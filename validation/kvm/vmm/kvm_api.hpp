#pragma once
// Debian 12's headers give flexible arrays a member of one byte in C++ (__DECLARE_FLEX_ARRAY in
// linux/stddef.h), which changes the sizes of KVM's structs, and with them the numbers of its ioctls.
#include <linux/stddef.h>
#undef __DECLARE_FLEX_ARRAY
#define __DECLARE_FLEX_ARRAY(TYPE, NAME) TYPE NAME[0]  // NOLINT(bugprone-reserved-identifier): the kernel's
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <linux/kvm.h>
#pragma GCC diagnostic pop

static_assert(sizeof(kvm_cpuid2) == 8 && sizeof(kvm_irq_routing) == 8 && sizeof(kvm_msrs) == 8);
