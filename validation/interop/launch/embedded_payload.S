# The payload as data of this program; KICKPATH_INTEROP_GUEST is the path of the image.
	.section .rodata
	.balign	64
	.globl	kickpath_interop_guest_begin, kickpath_interop_guest_end
kickpath_interop_guest_begin:
	.incbin	KICKPATH_INTEROP_GUEST
kickpath_interop_guest_end:
	.section .note.GNU-stack, "", @progbits
