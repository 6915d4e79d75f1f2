# The payload's header, its entry, and the few instructions of it that run in ring 0. Each of them is emulated where KVM
# has no hardware for it (kvm_pvm: about 600 ns an instruction), so they are as few as they can be.
#
# Offsets from %gs are those of protocol::VcpuControl; addresses those of protocol/address_map.hpp.
	.set	IS_INTERRUPTED, 0
	.set	INTERRUPTS, 8
	.set	DEADLINE, 16
	.set	TIMERS, 24
	.set	HANDLER_TSC, 32
	.set	EOI, 0x400000b0		# lapic_window + lapic_eoi
	.set	FAULT_PORT, 0xf5
	.set	IA32_TSC_DEADLINE, 0x6e0

	.section .text.start, "ax"
header:					# protocol::ImageHeader
	.quad	0x6874617070616b63
	.quad	start, halt, halt_until, interrupt, timed_interrupt, timer, spurious, faults, image_end
	.quad	mended_interrupt, mended_timed_interrupt, mended_timer

	.balign	16
	.globl	start
start:					# ring 3; %rdi: the control block
	call	guest_main
	ud2

# Interrupt gates: the interrupt flag is off. STI holds interrupts back until HLT has begun (Intel SDM vol. 2, STI), so one
# that comes after the test wakes the halt.
	.balign	64
halt:
	cmpl	$0, %gs:IS_INTERRUPTED
	jne	1f
	sti
	hlt
1:	iretq
	.set	halted, 1b - 1		# its HLT

# The same, with LAPIC timer. A deadline that has passed fires at once. int3's caller expects rax, rcx and rdx to change.
	.balign	64
halt_until:
	cmpl	$0, %gs:IS_INTERRUPTED
	jne	1f
	movl	%gs:DEADLINE, %eax
	movl	%gs:DEADLINE + 4, %edx
	movl	$IA32_TSC_DEADLINE, %ecx
	wrmsr
	sti
	hlt
1:	iretq
	.set	timed_halted, 1b - 1

	.balign	64
interrupt:
	movl	$1, %gs:IS_INTERRUPTED
	incq	%gs:INTERRUPTS
	movl	$0, EOI
	iretq

	.balign	64
timed_interrupt:
	pushq	%rax
	pushq	%rdx
	rdtsc
	movl	%eax, %gs:HANDLER_TSC
	movl	%edx, %gs:HANDLER_TSC + 4
	popq	%rdx
	popq	%rax
	jmp	interrupt

	.balign	64
timer:
	incq	%gs:TIMERS
	movl	$0, EOI
	iretq

# For an emulator that forgets the shadow of STI across an entry (QEMU's TCG, target/i386/tcg: VMRUN does not load int_state):
# an interrupt taken between STI and HLT steps over the HLT, or the guest would sleep with its interrupt handled. Harmless
# elsewhere, but dear where ring 0 is emulated, so the VMM chooses these only where they are needed.
	.macro	mend handler
	cmpq	$halted, (%rsp)
	je	1f
	cmpq	$timed_halted, (%rsp)
	jne	\handler
1:	incq	(%rsp)
	jmp	\handler
	.endm
	.balign	64
mended_interrupt:
	mend	interrupt
mended_timed_interrupt:
	mend	timed_interrupt
mended_timer:
	mend	timer

spurious:				# has no EOI (Intel SDM 11.9)
	iretq

# Exceptions that nobody expects: the VMM finds vector, error code and the interrupted frame on the stack.
	.balign	16
faults:
	.set	vector, 0
	.rept	32
	.balign	16
	# These push an error code themselves (Intel SDM vol. 3, table 6-1).
	.if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30)
	pushq	$0
	.endif
	pushq	$vector
	jmp	report_fault
	.set	vector, vector + 1
	.endr

report_fault:
	outb	%al, $FAULT_PORT
	cli
	hlt
	jmp	report_fault

	.section .note.GNU-stack, "", @progbits
