// Given: PPM files. Contract: ppm.h.
#include "ppm.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

/** The header as it is read. */
struct header {
    FILE *file;
    int line; // on which the next character stands
};

// What is no number: blanks, and comments from # to the end of their line.
static int skip(struct header *h)
{
    int c;
    bool comment = false;
    while ((c = getc(h->file)) != EOF && (comment || isspace(c) || c == '#')) {
        comment = (comment || c == '#') && c != '\n';
        h->line += c == '\n';
    }
    return c;
}

// A number from 1 to the limit; 0: there is none. The blank behind it is still to be read.
static int number(struct header *h, int limit)
{
    int n = 0, c = skip(h);
    for (; isdigit(c) && n <= limit; c = getc(h->file))
        n = 10 * n + (c - '0');
    ungetc(c, h->file);
    return isspace(c) && n <= limit ? n : 0;
}

static int why(FILE *file)
{
    return ferror(file) ? EIO : EINVAL; // EINVAL: it ended, or something else stands there
}

int ppm_read(FILE *file, struct image *out, int *line)
{
    struct header h = {file, 1};
    struct image image = {0};
    const bool begins = getc(file) == 'P' && getc(file) == '6';
    const bool holds = begins && (image.width = number(&h, PPM_SIDE_MAX)) &&
                       (image.height = number(&h, PPM_SIDE_MAX)) && number(&h, 255) == 255;
    if (line)
        *line = holds ? 0 : h.line;
    if (!holds)
        return why(file);
    getc(file); // the one blank between the header and the pixels

    const size_t bytes = 3 * (size_t)image.width * (size_t)image.height;
    image.rgb = malloc(bytes);
    if (!image.rgb)
        return ENOMEM;
    if (fread(image.rgb, 1, bytes, file) < bytes) {
        free(image.rgb);
        return why(file);
    }
    *out = image;
    return 0;
}

int ppm_write(FILE *file, const struct image *image)
{
    const size_t bytes = 3 * (size_t)image->width * (size_t)image->height;
    errno = 0;
    if (fprintf(file, "P6\n%d %d\n255\n", image->width, image->height) < 0 ||
        fwrite(image->rgb, 1, bytes, file) < bytes || fflush(file))
        return errno ? errno : EIO;
    return 0;
}
