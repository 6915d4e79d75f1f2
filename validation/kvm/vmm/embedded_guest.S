# The payload as data of this program; KICKPATH_GUEST is the path of the image.
	.section .rodata
	.balign	64
	.globl	kickpath_guest_begin, kickpath_guest_end
kickpath_guest_begin:
	.incbin	KICKPATH_GUEST
kickpath_guest_end:
	.section .note.GNU-stack, "", @progbits
