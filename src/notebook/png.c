#include "notebook/png.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static void put_u32(struct text *out, unsigned long value)
{
    const unsigned char bytes[] = {(unsigned char)(value >> 24), (unsigned char)(value >> 16),
                                   (unsigned char)(value >> 8), (unsigned char)value};
    text_add_bytes(out, bytes, sizeof bytes);
}

// Length, type, content, and a checksum of the last two.
static void put_chunk(struct text *out, const char type[4], const void *content, size_t length)
{
    put_u32(out, length);
    text_add_bytes(out, type, 4);
    text_add_bytes(out, content, length);
    const unsigned long sum = crc32(0, (const unsigned char *)type, 4);
    put_u32(out, length ? crc32(sum, content, (uInt)length) : sum); // crc32(…, NULL, 0) would begin anew
}

// Each row begins with the number of its filter: 0, none.
static unsigned char *make_rows(const struct pixels *p, size_t row)
{
    unsigned char *rows = malloc(p->height * (row + 1));
    for (size_t y = 0; rows && y < p->height; y++) {
        rows[y * (row + 1)] = 0;
        memcpy(rows + y * (row + 1) + 1, p->data + y * row, row);
    }
    return rows;
}

static void put_header(struct text *out, const struct pixels *p)
{
    struct text header = {0};
    put_u32(&header, p->width);
    put_u32(&header, p->height);
    const unsigned char rest[] = {8, p->channels == 3 ? 2 : 0, 0, 0, 0}; // depth, colour type, methods
    text_add_bytes(&header, rest, sizeof rest);
    put_chunk(out, "IHDR", header.bytes, header.length);
    text_deinit(&header);
}

int png_write(const struct pixels *p, struct text *out)
{
    static const unsigned char signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    const size_t row = (size_t)p->width * p->channels, length = p->height * (row + 1);
    if (length > 64U << 20)
        return EOVERFLOW;
    uLongf packed_length = compressBound(length);
    unsigned char *rows = make_rows(p, row), *packed = malloc(packed_length);
    const int error =
        rows && packed && compress2(packed, &packed_length, rows, length, 9) == Z_OK ? 0 : ENOMEM;
    if (!error) {
        text_add_bytes(out, signature, sizeof signature);
        put_header(out, p);
        put_chunk(out, "IDAT", packed, packed_length);
        put_chunk(out, "IEND", "", 0);
    }
    free(rows);
    free(packed);
    return error;
}
