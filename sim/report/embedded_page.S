# The page without its data, as data of this program; KICKPATH_PAGE is its path. Empty where it could not be made.
	.section .rodata
	.globl	kickpath_page_begin, kickpath_page_end
kickpath_page_begin:
	.incbin	KICKPATH_PAGE
kickpath_page_end:
	.byte	0
	.section .note.GNU-stack, "", @progbits
