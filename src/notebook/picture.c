#include "notebook/picture.h"
#include "notebook/png.h"
#include "notebook/timeline.h"

#include "common/files.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 720, GAP = 8, FILE_LIMIT = 16 << 20, SIDE_MAX = 4096 };

struct frame {
    struct text file;
    struct pixels pixels; // points into file
    char *comment;        // the first one, or NULL
};

struct strip {
    struct frame frames[PICTURES_MAX];
    size_t count;
    unsigned width, height; // of all frames in a row, in pixels, without gaps
};

// The next number of the header. A comment goes from # to the end of its line.
static bool next_number(struct frame *f, const char **at, unsigned *out)
{
    while (isspace((unsigned char)**at) || **at == '#') {
        if (**at == '#' && !f->comment)
            f->comment =
                strndup(*at + 1 + strspn(*at + 1, " "), strcspn(*at + 1 + strspn(*at + 1, " "), "\n"));
        *at += **at == '#' ? strcspn(*at, "\n") : 1;
    }
    char *end;
    const unsigned long number = isdigit((unsigned char)**at) ? strtoul(*at, &end, 10) : 0;
    if (number < 1 || number > SIDE_MAX)
        return false;
    *at = end;
    *out = (unsigned)number;
    return true;
}

// What is wrong with the file, or NULL.
static const char *read_frame(struct frame *f)
{
    unsigned maxval;
    const char *start = text_string(&f->file), *at = start + 2;
    struct pixels *p = &f->pixels;
    if (strncmp(start, "P5", 2) && strncmp(start, "P6", 2))
        return "is neither a P5 nor a P6 file";
    p->channels = start[1] == '6' ? 3 : 1;
    if (!next_number(f, &at, &p->width) || !next_number(f, &at, &p->height) || !next_number(f, &at, &maxval))
        return "has a header without width, height and maxval, each at most 4096";
    if (maxval != 255 || !isspace((unsigned char)*at))
        return "should have the maxval 255, and one blank behind it";
    p->data = (const unsigned char *)at + 1;
    const size_t has = f->file.length - (size_t)(at + 1 - start);
    return has == (size_t)p->width * p->height * p->channels ? NULL
                                                             : "has too many or too few bytes for its size";
}

static bool add_frame(struct strip *s, const char *folder, const char *name, struct text *problem)
{
    struct frame *f = &s->frames[s->count++];
    char *path = text_format("%s/%s", folder, name);
    const int error = files_read(path, FILE_LIMIT, &f->file);
    const char *wrong = error ? strerror(error) : read_frame(f);
    if (wrong)
        text_addf(problem, "image: %s: %s\n", name, wrong);
    s->width += f->pixels.width;
    s->height = f->pixels.height > s->height ? f->pixels.height : s->height;
    free(path);
    return !wrong;
}

static void add_base64(struct text *out, const struct text *bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *b = (const unsigned char *)bytes->bytes;
    for (size_t k = 0; k < bytes->length; k += 3) {
        const size_t n = bytes->length - k;
        const unsigned three =
            (unsigned)b[k] << 16 | (n > 1 ? (unsigned)b[k + 1] << 8 : 0) | (n > 2 ? b[k + 2] : 0U);
        const char four[] = {digits[three >> 18], digits[three >> 12 & 63],
                             n > 1 ? digits[three >> 6 & 63] : '=', n > 2 ? digits[three & 63] : '='};
        text_add_bytes(out, four, 4);
    }
}

static void add_image(const struct frame *f, unsigned x, unsigned zoom, struct picture *out)
{
    struct text png = {0};
    const int error = png_write(&f->pixels, &png);
    if (error)
        text_addf(&out->problem, "image: %s\n", strerror(error));
    text_addf(&out->svg, "<image x=\"%u\" width=\"%u\" height=\"%u\" href=\"data:image/png;base64,", x,
              f->pixels.width * zoom, f->pixels.height * zoom);
    if (!error)
        add_base64(&out->svg, &png);
    text_add(&out->svg, "\"/>\n");
    text_deinit(&png);
}

// Small pictures are shown larger, each pixel a square.
static void add_svg(const struct strip *s, struct picture *out)
{
    const unsigned gaps = GAP * (unsigned)(s->count - 1);
    const unsigned fits = s->width < WIDTH - gaps ? (WIDTH - gaps) / s->width : 1;
    const unsigned width = s->width * fits + gaps, height = s->height * fits;
    text_addf(&out->svg,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\" "
              "style=\"image-rendering:pixelated\">\n<title>",
              width, height, width, height);
    timeline_add_xml(&out->svg, s->frames[0].comment ? s->frames[0].comment : "What the cell wrote");
    text_add(&out->svg, "</title>\n");
    for (size_t k = 0, x = 0; k < s->count; x += s->frames[k++].pixels.width * fits + GAP)
        add_image(&s->frames[k], (unsigned)x, fits, out);
    text_add(&out->svg, "</svg>\n");
}

void picture_draw(const char *folder, const char *names, struct picture *out)
{
    struct strip s = {0};
    bool good = true;
    char *words = strdup(names), *rest = words;
    for (char *name; words && good && s.count < PICTURES_MAX && (name = strtok_r(rest, " ", &rest));)
        good = add_frame(&s, folder, name, &out->problem);
    if (good && s.count)
        add_svg(&s, out);
    if (out->problem.length)
        text_truncate(&out->svg, 0);
    for (size_t k = 0; k < s.count; k++) {
        text_deinit(&s.frames[k].file);
        free(s.frames[k].comment);
    }
    free(words);
}

void picture_title(const char *svg, struct text *out)
{
    const char *start = strstr(svg, "<title>"), *end = start ? strstr(start, "</title>") : NULL;
    if (end)
        text_add_bytes(out, start + 7, (size_t)(end - start) - 7);
}

void picture_deinit(struct picture *p)
{
    text_deinit(&p->svg);
    text_deinit(&p->problem);
}
