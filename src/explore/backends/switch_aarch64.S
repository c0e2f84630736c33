// fiber_init() and fiber_switch() for aarch64 (AAPCS64): x19 … x30 and the low halves of v8 … v15 are kept.

        .text
        .globl  fiber_switch
        .type   fiber_switch, %function
fiber_switch:                           // x0: from, x1: to
        .cfi_startproc
        sub     sp, sp, #160
        .cfi_adjust_cfa_offset 160
        stp     x19, x20, [sp]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mov     x9, sp
        str     x9, [x0]
        ldr     x9, [x1]
        mov     sp, x9
        ldp     x19, x20, [sp]
        ldp     x21, x22, [sp, #16]
        ldp     x23, x24, [sp, #32]
        ldp     x25, x26, [sp, #48]
        ldp     x27, x28, [sp, #64]
        ldp     x29, x30, [sp, #80]
        ldp     d8, d9, [sp, #96]
        ldp     d10, d11, [sp, #112]
        ldp     d12, d13, [sp, #128]
        ldp     d14, d15, [sp, #144]
        add     sp, sp, #160
        .cfi_adjust_cfa_offset -160
        ret
        .cfi_endproc
        .size   fiber_switch, .-fiber_switch

        .globl  fiber_init
        .type   fiber_init, %function
fiber_init:                             // x0: fiber, x1: stack, x2: bytes, x3: entry
        .cfi_startproc
        add     x9, x1, x2
        and     x9, x9, #-16
        sub     x9, x9, #160
        mov     x10, #0
1:      str     xzr, [x9, x10]
        add     x10, x10, #8
        cmp     x10, #160
        b.lo    1b
        str     x3, [x9, #88]           // x30: where ret goes; x29 is 0, so a walk along the frames ends here
        str     x9, [x0]
        ret
        .cfi_endproc
        .size   fiber_init, .-fiber_init

        .section .note.GNU-stack, "", %progbits
