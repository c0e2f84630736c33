// `workbook new`: the parts of an exercise in all four trees, from src/workbook/templates. What is there
// stays.
#include "workbook/commands.h"

#include "workbook/session.h"
#include "workbook/template.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What is made, and what its places are filled with. All strings are owned.
struct plan {
    const struct catalogue *catalogue;
    const char *kind;
    char *chapter, *folder, *id;         // "02-races-and-locks", "03-order-slips", "02-03"
    char *title, *function, *source;     // "Order slips", "order_slips", "order_slips.c"
    char *chapter_title, *chapter_words; // "Races and locks", "races and locks"
    char *kind_fields, *exports;         // lines of the workbook_exercise() call
};

static bool is_kebab(const char *s)
{
    if (!islower((unsigned char)*s))
        return false;
    return !s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] && s[strlen(s) - 1] != '-' &&
           !strstr(s, "--");
}

// "03-order-slips" → "order-slips"; without a number, the word itself; NULL: neither is kebab-case.
static const char *bare_name(const char *s)
{
    const bool numbered = isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) && s[2] == '-';
    const char *bare = numbered ? s + 3 : s;
    return is_kebab(bare) ? bare : NULL;
}

// The number after the chapter's last exercise.
static int next_number(const struct catalogue *c, const char *chapter)
{
    int last = 0, number;
    for (size_t i = 0; i < c->nexercises; i++)
        if (!strcmp(c->exercises[i].chapter, chapter) && sscanf(c->exercises[i].name, "%d", &number) == 1)
            last = number > last ? number : last;
    return last + 1;
}

static void fill_plan(struct plan *p, const char *chapter, const char *name, const char *title)
{
    const char *bare = bare_name(name), *chapter_bare = bare_name(chapter);
    p->chapter = text_format("%s", chapter);
    p->folder = bare == name ? text_format("%02d-%s", next_number(p->catalogue, chapter), bare)
                             : text_format("%s", name);
    p->id = text_format("%.2s-%.2s", p->chapter, p->folder);
    p->title = title ? text_format("%s", title) : template_title(bare);
    p->function = template_identifier(bare);
    p->source = text_format("%s.c", p->function);
    p->chapter_title = template_title(chapter_bare);
    p->chapter_words = template_title(chapter_bare);
    p->chapter_words[0] = (char)tolower((unsigned char)p->chapter_words[0]);
    p->kind_fields = text_format("%s%s", p->kind, strcmp(p->kind, "fix") ? "" : "\n  STUB     wrong");
    p->exports =
        strcmp(p->kind, "program") ? text_format("  EXPORTS  %s\n", p->function) : text_format("%s", "");
}

static void plan_deinit(struct plan *p)
{
    char *owned[] = {p->chapter,       p->folder,        p->id,          p->title,  p->function, p->source,
                     p->chapter_title, p->chapter_words, p->kind_fields, p->exports};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free(owned[i]);
}

static int read_template(const struct plan *p, const char *template, struct text *out)
{
    char *path = text_format("%s/src/workbook/templates/%s.in", p->catalogue->root, template);
    char number[3] = {p->chapter[0], p->chapter[1], '\0'};
    struct text raw = {0};
    const int error = files_read(path, 0, &raw);
    const struct place places[] = {
        {"ID", p->id},
        {"TITLE", p->title},
        {"FUNCTION", p->function},
        {"SOURCE", p->source},
        {"FOLDER", p->folder},
        {"KIND", p->kind_fields},
        {"EXPORTS", p->exports},
        {"CHAPTER_TITLE", p->chapter_title},
        {"CHAPTER_WORDS", p->chapter_words},
        {"CHAPTER_NUMBER", number},
        {NULL, NULL},
    };
    if (error)
        complain("%s: %s", path, strerror(error));
    else
        template_fill(text_string(&raw), places, out);
    text_deinit(&raw);
    free(path);
    return error;
}

// Writes one file that must not be there yet; `path` is below the checkout.
static int write_new(const struct plan *p, const char *path, const char *template)
{
    char *whole = text_format("%s/%s", p->catalogue->root, path);
    struct text content = {0};
    int error = files_exists(whole) ? EEXIST : read_template(p, template, &content);
    char *slash = strrchr(whole, '/');
    *slash = '\0';
    if (!error)
        error = files_make_folder(whole);
    *slash = '/';
    if (!error)
        error = files_replace(whole, text_string(&content), content.length);
    if (error)
        complain("%s: %s", path, strerror(error));
    else
        printf("  %s\n", path);
    text_deinit(&content);
    free(whole);
    return error;
}

// Rewrites a file of the checkout with one more call, or one more text at its end.
static int amend(const struct plan *p, const char *path, const char *call, const char *addition)
{
    char *whole = text_format("%s/%s", p->catalogue->root, path);
    struct text content = {0};
    int error = files_read(whole, 0, &content);
    if (!error) {
        if (call)
            template_insert_call(&content, call, p->chapter);
        else
            text_addf(&content, "\n%s", addition);
        error = files_replace(whole, text_string(&content), content.length);
    }
    if (error)
        complain("%s: %s", path, strerror(error));
    text_deinit(&content);
    free(whole);
    return error;
}

static int make_chapter(const struct plan *p)
{
    char *page = text_format("chapters/%s/chapter.md", p->chapter);
    char *list = text_format("exercises/%s/CMakeLists.txt", p->chapter);
    int error = write_new(p, page, "chapter.md");
    if (!error)
        error = write_new(p, list, "chapter.cmake");
    if (!error)
        error = amend(p, "exercises/CMakeLists.txt", "workbook_chapter", NULL);
    if (!error)
        error = amend(p, "chapters/CMakeLists.txt", "workbook_book_test", NULL);
    free(page);
    free(list);
    return error;
}

static int make_exercise(const struct plan *p)
{
    const char *family = strcmp(p->kind, "program") ? "write" : "program";
    const struct part {
        const char *tree, *file, *template;
    } parts[] = {
        {"exercises", "README.md", "README.md"},
        {"exercises", "hints.md", "hints.md"},
        {"exercises", "@.h", "@.h"},
        {"exercises", "@.c", NULL},
        {"solutions", "README.md", "solution.md"},
        {"solutions", "@.c", "@.solution.c"},
        {"tests/exercises", "check.c", "@.check.c"},
        {"tests/exercises", "specimens/what-it-lacks.wrong.c", "@.specimen.c"},
    };
    int error = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !error; i++) {
        const struct part *part = &parts[i];
        if (!strcmp(part->file, "@.h") && !strcmp(family, "program"))
            continue; // a program has no header: its README is its contract
        const char *file = part->file[0] == '@' ? part->file + 1 : part->file;
        char *path = text_format("%s/%s/%s/%s%s", part->tree, p->chapter, p->folder,
                                 file == part->file ? "" : p->function, file);
        char *template = !part->template            ? text_format("%s.c", p->kind)
                         : part->template[0] == '@' ? text_format("%s%s", family, part->template + 1)
                                                    : text_format("%s", part->template);
        error = write_new(p, path, template);
        free(template);
        free(path);
    }
    return error;
}

static int append_call(const struct plan *p)
{
    struct text call = {0};
    int error = read_template(p, "exercise.cmake", &call);
    char *path = text_format("exercises/%s/CMakeLists.txt", p->chapter);
    if (!error)
        error = amend(p, path, NULL, text_string(&call));
    if (!error)
        printf("  %s: one more workbook_exercise()\n", path);
    free(path);
    text_deinit(&call);
    return error;
}

static bool is_there(const struct plan *p)
{
    char *path = text_format("%s/exercises/%s/%s", p->catalogue->root, p->chapter, p->folder);
    const bool there = files_exists(path);
    if (there)
        complain("%s is there already; nothing was written", resolve_shown(p->catalogue, path));
    free(path);
    return there;
}

static int make(const struct plan *p, bool new_chapter)
{
    if (is_there(p))
        return EXIT_FAILED;
    if ((new_chapter && make_chapter(p)) || make_exercise(p) || append_call(p))
        return EXIT_FAILED;
    printf("\nIt runs already, and its check fails: ./workbook check %s\n"
           "Write the contract first, then the check, the solution, the stub. Before ./workbook test it "
           "needs three\n"
           "specimens, each named DEFECT.VERDICT.c.\n",
           p->id);
    return 0;
}

// What is wrong with the words and options; NULL: nothing.
static const char *find_mistake(const struct arguments *args, const struct chapter *chapter, const char *kind)
{
    const char *title = arguments_value(args, "--title");
    if (args->nwords != 2)
        return "which chapter, and which name? For example: ./workbook new 02 order-slips";
    if (!chapter && bare_name(args->words[0]) == args->words[0])
        return "there is no such chapter; a new one is named with its number: NN-kebab-case";
    if ((!chapter && !bare_name(args->words[0])) || !bare_name(args->words[1]))
        return "names are kebab-case, with a number before them or not: order-slips, 03-order-slips";
    if (strcmp(kind, "write") != 0 && strcmp(kind, "fix") != 0 && strcmp(kind, "program") != 0)
        return "--kind is one of write, fix, program";
    if (title && strpbrk(title, "\"\\$;\n"))
        return "a title stands in CMake and in JSON: no quote, backslash, dollar or semicolon";
    return NULL;
}

int command_new(const struct arguments *args)
{
    struct session s;
    if (session_open(&s))
        return EXIT_FAILED;
    const struct chapter *chapter = args->nwords ? resolve_chapter(s.catalogue, args->words[0]) : NULL;
    const char *asked = arguments_value(args, "--kind"), *kind = asked ? asked : "write";
    const char *mistake = find_mistake(args, chapter, kind);
    int status = EXIT_USAGE;
    if (mistake) {
        complain("new: %s", mistake);
    } else {
        struct plan plan = {.catalogue = s.catalogue, .kind = kind};
        fill_plan(&plan, chapter ? chapter->name : args->words[0], args->words[1],
                  arguments_value(args, "--title"));
        status = make(&plan, !chapter);
        plan_deinit(&plan);
    }
    session_close(&s);
    return status;
}
