#include "judge/evidence/call_target.h"

#include <stdint.h>
#include <string.h>
#include <sys/uio.h>

#if defined __x86_64__
#define IS_X86_64 1
#else
#define IS_X86_64 0
#endif

enum { CALL_BYTES = 5, JUMP_BYTES = 6 };

static int read_memory(pid_t pid, Dwarf_Addr at, void *out, size_t length)
{
    struct iovec here = {out, length}, there = {(void *)(uintptr_t)at, length};
    return process_vm_readv(pid, &here, 1, &there, 1, 0) == (ssize_t)length ? 0 : -1;
}

// What follows an instruction of `length` bytes at `at` whose last four bytes are a distance.
static Dwarf_Addr relative(Dwarf_Addr at, const unsigned char *bytes, size_t length)
{
    int32_t distance;
    memcpy(&distance, bytes + length - sizeof distance, sizeof distance);
    return at + length + (Dwarf_Addr)(int64_t)distance;
}

// The slot that a linkage stub jumps through: endbr64? bnd? jmp *distance(%rip). 0: it is no such stub.
static Dwarf_Addr slot_of_stub(pid_t pid, Dwarf_Addr stub)
{
    static const unsigned char endbr[] = {0xf3, 0x0f, 0x1e, 0xfa};
    unsigned char bytes[16];
    if (read_memory(pid, stub, bytes, sizeof bytes) != 0)
        return 0;
    size_t i = memcmp(bytes, endbr, sizeof endbr) == 0 ? sizeof endbr : 0;
    i += bytes[i] == 0xf2;
    return bytes[i] == 0xff && bytes[i + 1] == 0x25 ? relative(stub + i, bytes + i, JUMP_BYTES) : 0;
}

static Dwarf_Addr slot_of_call(pid_t pid, Dwarf_Addr return_address)
{
    unsigned char bytes[JUMP_BYTES]; // those before the return address
    if (read_memory(pid, return_address - sizeof bytes, bytes, sizeof bytes) != 0)
        return 0;
    if (bytes[0] == 0xff && bytes[1] == 0x15) // call *distance(%rip): no stub
        return relative(return_address - sizeof bytes, bytes, sizeof bytes);
    if (bytes[1] == 0xe8) // call distance
        return slot_of_stub(pid, relative(return_address - CALL_BYTES, bytes + 1, CALL_BYTES));
    return 0;
}

const char *call_target(Dwfl *dwfl, pid_t pid, Dwarf_Addr return_address)
{
    const Dwarf_Addr slot = IS_X86_64 ? slot_of_call(pid, return_address) : 0;
    Dwarf_Addr target;
    if (!slot || read_memory(pid, slot, &target, sizeof target) != 0)
        return NULL;
    Dwfl_Module *module = dwfl_addrmodule(dwfl, target);
    return module ? dwfl_module_addrname(module, target) : NULL;
}
