// Given: blurs a picture. Not part of what is judged.
//     gcc -O2 -fopenmp steam.c blur.c ppm.c -o steam -I../../../include && ./steam 4 <window.ppm >steamed.ppm
#include "blur.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    struct image in, out;
    int line;
    if (argc != 2) {
        fprintf(stderr, "usage: steam RADIUS < IN.ppm > OUT.ppm\n");
        return 2;
    }
    int error = ppm_read(stdin, &in, &line);
    if (error && line)
        fprintf(stderr, "steam: line %d: not what a PPM has there (P6, width, height, 255)\n", line);
    else if (error)
        fprintf(stderr, "steam: the pixels: %s\n", strerror(error));
    if (error)
        return 1;
    out = in;
    out.rgb = malloc(3 * (size_t)in.width * (size_t)in.height);
    error = out.rgb ? blur(&out, &in, atoi(argv[1])) : ENOMEM;
    if (!error)
        error = ppm_write(stdout, &out);
    if (error)
        fprintf(stderr, "steam: %s\n", strerror(error));
    free(in.rgb);
    free(out.rgb);
    return error != 0;
}
