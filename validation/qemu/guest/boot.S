# From QEMU's firmware to ring 3: what the VMM of world kvm does from outside (vmm/boot.cpp) for a vcpu that begins in
# protected mode, or, as all but the first, in real mode. Tables and control blocks are the launcher's; here they are only
# loaded. Addresses are those of protocol/address_map.hpp and qemu_protocol/boot_block.hpp.
	.set	IMAGE, 0x100000
	.set	PAGE_TABLES, 0x10000
	.set	GDT, 0x18000
	.set	IDT, 0x1a000
	.set	LAPIC, 0xfee00000
	.set	BLOCK, 0x1ff000
	.set	BLOCK_STATE, BLOCK
	.set	BLOCK_MAY_GO, BLOCK + 4
	.set	BLOCK_ENTRIES, BLOCK + 8
	.set	IS_WAITING, 0x74696177
	.set	FIRST_TASK, 0x28
	.set	IA32_EFER, 0xc0000080
	.set	IA32_GS_BASE, 0xc0000101

# Multiboot header with addresses (Multiboot 0.6.96, 3.1): a flat image needs no ELF.
	.set	MAGIC, 0x1badb002
	.set	HAS_ADDRESSES, 0x10000
	.section .text.start, "ax"
	.balign	4
multiboot:
	.long	MAGIC, HAS_ADDRESSES, -(MAGIC + HAS_ADDRESSES)
	.long	multiboot, IMAGE, 0, image_end, boot

	.code32
boot:
	cli
	movl	$IS_WAITING, BLOCK_STATE
1:	pause
	cmpl	$0, BLOCK_MAY_GO
	je	1b

enter:					# CR0, CR4 and EFER as in vmm/boot.cpp, set_system_registers
	movl	$PAGE_TABLES, %eax
	movl	%eax, %cr3
	movl	$0x620, %eax		# PAE OSFXSR OSXMMEXCPT
	movl	%eax, %cr4
	movl	$IA32_EFER, %ecx
	rdmsr
	orl	$0x100, %eax		# LME
	wrmsr
	movl	$0x80050033, %eax	# PG AM WP NE ET MP PE
	movl	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$8, $long_mode

	.code64
long_mode:
	movl	$0x23, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %fs
	movl	%eax, %gs
	movl	$0x10, %eax
	movl	%eax, %ss
	movl	$LAPIC, %edi
	movl	0x20(%rdi), %ebx	# APIC id
	shrl	$24, %ebx
	shll	$4, %ebx		# both an Entry and a TSS descriptor are 16 bytes
	andb	$~2, GDT + FIRST_TASK + 5(%rbx)	# the launcher's is busy already; LTR wants one that is not
	leal	FIRST_TASK(%rbx), %eax
	ltr	%ax
	lidt	idt_pointer
	movl	$0x1ff, 0xf0(%rdi)	# on; spurious vector 0xff
	movl	$0, 0x80(%rdi)		# task priority
	movl	$0x40030, 0x320(%rdi)	# timer: deadline mode, timer_vector
	movl	$0x10000, 0x350(%rdi)	# LINT0, where the PIC is: masked
	movb	$0xff, %al		# and the PIC, too
	outb	%al, $0x21
	outb	%al, $0xa1
	addq	BLOCK_ENTRIES, %rbx
	movl	$IA32_GS_BASE, %ecx
	movl	(%rbx), %eax
	xorl	%edx, %edx		# below 1 GiB
	wrmsr
	movl	(%rbx), %edi
	movl	8(%rbx), %eax
	movl	%eax, %esp		# the frame lies below where ring 3 begins
	pushq	$0x23
	pushq	%rax
	pushq	$0x3202			# IOPL 3, IF
	pushq	$0x1b
	pushq	$start
	iretq

# Other vcpus begin here, in real mode, in a copy at qemu_protocol::trampoline.
	.code16
	.globl	trampoline, trampoline_end
trampoline:
	cli
	lgdtl	%cs:(flat_pointer - trampoline)
	movl	%cr0, %eax
	orl	$1, %eax		# PE
	movl	%eax, %cr0
	ljmpl	$8, $protected
	.balign	4
flat_pointer:
	.word	23
	.long	flat
trampoline_end:

	.code32
protected:
	movl	$0x10, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	jmp	enter
	.code64

	.balign	8
flat:					# code and data of 4 GiB
	.quad	0, 0x00cf9b000000ffff, 0x00cf93000000ffff
	.balign	8
gdt_pointer:
	.word	0x1fff
	.quad	GDT
	.balign	8
idt_pointer:
	.word	0xfff
	.quad	IDT
	.section .note.GNU-stack, "", @progbits
