# The payload as data of this program; KICKPATH_QEMU_GUEST is the path of the image.
	.section .rodata
	.balign	64
	.globl	kickpath_qemu_guest_begin, kickpath_qemu_guest_end
kickpath_qemu_guest_begin:
	.incbin	KICKPATH_QEMU_GUEST
kickpath_qemu_guest_end:
	.section .note.GNU-stack, "", @progbits
