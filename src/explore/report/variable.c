#include "explore/report/variable.h"

#include <dwarf.h>

// The type itself: without const, volatile, _Atomic and typedef.
bool variable_type(Dwarf_Die *die, Dwarf_Die *type)
{
    Dwarf_Attribute attribute;
    if (!dwarf_formref_die(dwarf_attr_integrate(die, DW_AT_type, &attribute), type))
        return false;
    for (;;) {
        const int tag = dwarf_tag(type);
        if (tag != DW_TAG_typedef && tag != DW_TAG_const_type && tag != DW_TAG_volatile_type &&
            tag != DW_TAG_atomic_type)
            return true;
        if (!dwarf_formref_die(dwarf_attr_integrate(type, DW_AT_type, &attribute), type))
            return false;
    }
}

uint64_t variable_size(Dwarf_Die *type)
{
    Dwarf_Word size = 0;
    return dwarf_aggregate_size(type, &size) == 0 ? size : 0;
}

static void add_element(Dwarf_Die *array, uint64_t offset, struct text *out)
{
    Dwarf_Die element;
    if (!variable_type(array, &element) || variable_size(&element) == 0)
        return;
    const uint64_t size = variable_size(&element);
    text_addf(out, "[%llu]", (unsigned long long)(offset / size));
    variable_add_part(&element, offset % size, out);
}

static void add_member(Dwarf_Die *type, uint64_t offset, struct text *out)
{
    Dwarf_Die member;
    for (int more = dwarf_child(type, &member); more == 0; more = dwarf_siblingof(&member, &member)) {
        Dwarf_Attribute attribute;
        Dwarf_Word at = 0;
        Dwarf_Die member_type;
        if (dwarf_tag(&member) != DW_TAG_member || !variable_type(&member, &member_type))
            continue;
        dwarf_formudata(dwarf_attr(&member, DW_AT_data_member_location, &attribute), &at);
        if (offset < at || offset - at >= variable_size(&member_type))
            continue;
        if (dwarf_diename(&member))
            text_addf(out, ".%s", dwarf_diename(&member));
        variable_add_part(&member_type, offset - at, out);
        return;
    }
}

static bool is_opaque(Dwarf_Die *type)
{
    const char *name = dwarf_diename(type); // what lies within glibc's own types tells a reader nothing
    return !name && dwarf_tag(type) == DW_TAG_union_type;
}

void variable_add_part(Dwarf_Die *type, uint64_t offset, struct text *out)
{
    switch (dwarf_tag(type)) {
    case DW_TAG_array_type: add_element(type, offset, out); break;
    case DW_TAG_structure_type: add_member(type, offset, out); break;
    case DW_TAG_union_type:
        if (!is_opaque(type))
            add_member(type, offset, out);
        break;
    default: break;
    }
}

// The operation of a location or frame base that consists of one.
static bool sole_operation(Dwarf_Die *die, unsigned name, Dwarf_Op *out)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *ops;
    size_t count;
    if (!dwarf_attr(die, name, &attribute) || dwarf_getlocation(&attribute, &ops, &count) != 0 || count != 1)
        return false;
    *out = ops[0];
    return true;
}

static bool add_if_within(Dwarf_Die *variable, uint64_t begin, uint64_t address, struct text *out)
{
    Dwarf_Die type;
    if (!variable_type(variable, &type))
        return false;
    const uint64_t size = variable_size(&type);
    if (address < begin || address - begin >= (size ? size : 1))
        return false;
    text_add(out, dwarf_diename(variable) ? dwarf_diename(variable) : "?");
    variable_add_part(&type, address - begin, out);
    return true;
}

typedef bool place_of(Dwarf_Die *variable, uint64_t *out);

static bool static_place(Dwarf_Die *variable, uint64_t *out)
{
    Dwarf_Op op;
    if (!sole_operation(variable, DW_AT_location, &op) || op.atom != DW_OP_addr)
        return false;
    *out = op.number;
    return true;
}

// An offset, as a constant of any width, and what makes an address of it.
static bool thread_local_place(Dwarf_Die *variable, uint64_t *out)
{
    Dwarf_Attribute attribute;
    Dwarf_Op *ops;
    size_t count;
    if (!dwarf_attr(variable, DW_AT_location, &attribute) ||
        dwarf_getlocation(&attribute, &ops, &count) != 0 || count != 2)
        return false;
    *out = ops[0].number;
    return ops[1].atom == DW_OP_GNU_push_tls_address || ops[1].atom == DW_OP_form_tls_address;
}

static bool find_local(Dwarf_Die *parent, uint64_t base, uint64_t address, struct text *out)
{
    Dwarf_Die die;
    for (int more = dwarf_child(parent, &die); more == 0; more = dwarf_siblingof(&die, &die)) {
        const int tag = dwarf_tag(&die);
        Dwarf_Op op;
        if ((tag == DW_TAG_variable || tag == DW_TAG_formal_parameter) &&
            sole_operation(&die, DW_AT_location, &op) && op.atom == DW_OP_fbreg &&
            add_if_within(&die, base + op.number, address, out))
            return true;
        if (tag == DW_TAG_lexical_block && find_local(&die, base, address, out))
            return true;
    }
    return false;
}

bool variable_find_local(Dwarf_Die *function, uint64_t frame, uint64_t address, struct text *out)
{
    Dwarf_Op base;
    if (!sole_operation(function, DW_AT_frame_base, &base))
        return false;
    if (base.atom != DW_OP_call_frame_cfa) // the frame pointer: two words below
        frame -= 16;
    return find_local(function, frame, address, out);
}

static bool find(Dwarf_Die *parent, place_of *place, uint64_t address, struct text *out)
{
    Dwarf_Die die;
    for (int more = dwarf_child(parent, &die); more == 0; more = dwarf_siblingof(&die, &die)) {
        const int tag = dwarf_tag(&die);
        uint64_t begin;
        if (tag == DW_TAG_variable && place(&die, &begin) && add_if_within(&die, begin, address, out))
            return true;
        if ((tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block) && find(&die, place, address, out))
            return true;
    }
    return false;
}

bool variable_find(Dwarf_Die *unit, uint64_t address, struct text *out)
{
    return find(unit, static_place, address, out);
}

bool variable_find_thread_local(Dwarf_Die *unit, uint64_t offset, struct text *out)
{
    return find(unit, thread_local_place, offset, out);
}
