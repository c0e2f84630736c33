// fiber_init() and fiber_switch() for x86-64, System V calling convention. A fiber that stands still has its
// callee-saved registers on its stack, and its stack pointer in struct fiber.

        .text
        .globl  fiber_switch
        .type   fiber_switch, @function
fiber_switch:                           // rdi: from, rsi: to
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        movq    %rsp, (%rdi)
        movq    (%rsi), %rsp
        popq    %r15
        .cfi_adjust_cfa_offset -8
        popq    %r14
        .cfi_adjust_cfa_offset -8
        popq    %r13
        .cfi_adjust_cfa_offset -8
        popq    %r12
        .cfi_adjust_cfa_offset -8
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        ret
        .cfi_endproc
        .size   fiber_switch, .-fiber_switch

        .globl  fiber_init
        .type   fiber_init, @function
fiber_init:                             // rdi: fiber, rsi: stack, rdx: bytes, rcx: entry
        .cfi_startproc
        leaq    (%rsi,%rdx), %rax
        andq    $-16, %rax
        movq    $0, -8(%rax)            // no caller: a walk along the frames ends here
        movq    %rcx, -16(%rax)         // ret pops it; rsp is then 8 below a multiple of 16, as after a call
        movq    $0, -24(%rax)           // rbp
        movq    $0, -32(%rax)           // rbx
        movq    $0, -40(%rax)           // r12 … r15
        movq    $0, -48(%rax)
        movq    $0, -56(%rax)
        movq    $0, -64(%rax)
        leaq    -64(%rax), %rax
        movq    %rax, (%rdi)
        ret
        .cfi_endproc
        .size   fiber_init, .-fiber_init

        .section .note.GNU-stack, "", @progbits
