#include "explore/report/owner.h"

#include "explore/report/variable.h"

#include <ctype.h>
#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

static bool belongs(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '[' || c == ']';
}

// Backwards from the `=`: names joined by `.`, `->` and subscripts.
static const char *begin_of(const char *line, const char *end)
{
    const char *at = end;
    while (at > line) {
        if (belongs(at[-1]))
            at--;
        else if (at - line >= 2 && at[-1] == '>' && at[-2] == '-')
            at -= 2;
        else
            break;
    }
    return at;
}

bool owner_expression(const char *line, struct text *out)
{
    const char *call = strstr(line, "alloc(");
    if (!call)
        call = strstr(line, "strdup(");
    if (!call)
        return false;
    const char *word = strstr(line, "return ");
    if (word && word < call) {
        text_add(out, "return");
        return true;
    }
    const char *end = call;
    while (end > line && *end != '=')
        end--;
    if (*end != '=' || end == line || strchr("=!<>+-*/", end[-1]))
        return false;
    while (end > line && end[-1] == ' ')
        end--;
    const char *begin = begin_of(line, end);
    if (begin == end || isdigit((unsigned char)*begin))
        return false;
    text_add_bytes(out, begin, (size_t)(end - begin));
    return true;
}

static bool step_into(Dwarf_Die *type)
{
    const int tag = dwarf_tag(type);
    return (tag == DW_TAG_pointer_type || tag == DW_TAG_array_type) && variable_type(type, type);
}

static bool find_member(Dwarf_Die *type, const char *name, size_t length)
{
    Dwarf_Die member;
    if (dwarf_tag(type) == DW_TAG_pointer_type && !step_into(type))
        return false;
    for (int more = dwarf_child(type, &member); more == 0; more = dwarf_siblingof(&member, &member)) {
        const char *its = dwarf_diename(&member);
        if (its && strlen(its) == length && !memcmp(its, name, length))
            return variable_type(&member, type);
    }
    return false;
}

static bool find_variable(Dwarf_Die *scopes, int count, const char *name, size_t length, Dwarf_Die *type)
{
    char *word = strndup(name, length);
    Dwarf_Die variable;
    const int scope = dwarf_getscopevar(scopes, count, word, 0, NULL, 0, 0, &variable);
    free(word);
    return scope >= 0 && variable_type(&variable, type);
}

// The type of an expression such as `bank->account` or `slot[i].name`.
static bool type_of(Dwarf_Die *scopes, int count, const char *at, Dwarf_Die *type)
{
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    bool known = length && find_variable(scopes, count, at, length, type);
    at += length;
    while (known && *at) {
        if (*at == '[') {
            at += strcspn(at, "]");
            at += *at == ']';
            known = step_into(type);
            continue;
        }
        at += *at == '.' ? 1 : 2;
        length = strcspn(at, ".[-");
        known = find_member(type, at, length);
        at += length;
    }
    return known;
}

// What a function returns: the block has no name there, its type has.
static bool type_returned(Dwarf_Die *scopes, int count, Dwarf_Die *type)
{
    for (int i = 0; i < count; i++)
        if (dwarf_tag(&scopes[i]) == DW_TAG_subprogram)
            return variable_type(&scopes[i], type);
    return false;
}

// A struct alone: `b->lock`. A struct with a flexible array at its end is one, too.
static void add_single(Dwarf_Die *type, uint64_t offset, struct text *out)
{
    struct text part = {0};
    variable_add_part(type, offset, &part);
    if (text_string(&part)[0] == '.')
        text_addf(out, "->%s", text_string(&part) + 1);
    else
        text_add(out, text_string(&part));
    text_deinit(&part);
}

bool owner_add_part(Dwarf_Die *scopes, int count, const char *expression, unsigned number, uint64_t offset,
                    uint64_t size, struct text *out)
{
    Dwarf_Die type;
    const bool returned = strcmp(expression, "return") == 0;
    if (!(returned ? type_returned(scopes, count, &type) : type_of(scopes, count, expression, &type)) || dwarf_tag(&type) != DW_TAG_pointer_type || !step_into(&type))
        return false;
    const uint64_t one = variable_size(&type);
    if (one == 0 || one > size)
        return false;
    const char *arrow = strrchr(expression, '>');
    const char *dot = strrchr(expression, '.');
    const char *name = dot && (!arrow || dot > arrow) ? dot + 1 : arrow ? arrow + 1 : expression;
    if (returned)
        name = dwarf_diename(&type) ? dwarf_diename(&type) : "block";
    text_add(out, name); // its last part: `account` for bank->account
    if (number)
        text_addf(out, "#%u", number);
    if (size % one == 0 && size > one) {
        text_addf(out, "[%llu]", (unsigned long long)(offset / one));
        variable_add_part(&type, offset % one, out);
    } else if (offset < one) {
        add_single(&type, offset, out);
    } else {
        text_add(out, "->…"); // in the flexible array
    }
    return true;
}
