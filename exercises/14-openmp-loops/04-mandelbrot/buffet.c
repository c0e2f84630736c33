// Given: draws the set. Not part of what is judged.
//     gcc -O2 -fopenmp buffet.c mandelbrot.c -o buffet -I../../../include && ./buffet >buffet.ppm
// Colour tells how many iterations a point took; the stripe on the right, which cook did the row.
#include "mandelbrot.h"

#include <omp.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 320, HEIGHT = 240, LIMIT = 1000, STRIPE = 16, COOKS_MAX = 64 };

static uint8_t cook_of[HEIGHT]; // each row by the one thread that did it
static long work_of[COOKS_MAX]; // each by its own thread

static void row_done(int y, long work, void *unused)
{
    (void)unused;
    const int me = omp_get_thread_num();
    cook_of[y] = (uint8_t)me;
    work_of[me] += work;
}

// Far outside pale, nearer to the border darker, inside black.
static void put_point(int n)
{
    const int shade = n == LIMIT ? 0 : 255 - 215 * n / (n + 20);
    putchar(shade);
    putchar(n == LIMIT ? 0 : 20 + shade * 9 / 10);
    putchar(n == LIMIT ? 0 : 90 + shade * 6 / 10);
}

static void put_cook(int cook)
{
    static const uint8_t colours[4][3] = {{59, 130, 214}, {217, 115, 13}, {42, 157, 92}, {194, 82, 139}};
    fwrite(colours[cook % 4], 1, 3, stdout);
}

int main(int argc, char **argv)
{
    static uint16_t out[HEIGHT * WIDTH];
    const struct view view = {-2.2, -1.2, 0.01, WIDTH, HEIGHT, LIMIT};
    const int cooks = argc > 1 ? atoi(argv[1]) : 4, chunk = argc > 2 ? atoi(argv[2]) : 1;
    const int error = cooks > COOKS_MAX ? EXIT_FAILURE : mandelbrot(&view, out, cooks, chunk, row_done, NULL);
    if (error) {
        fprintf(stderr, "usage: buffet [COOKS [CHUNK]] > PICTURE.ppm, with at most %d cooks\n", COOKS_MAX);
        return 2;
    }
    printf("P6\n%d %d\n255\n", WIDTH + STRIPE, HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++)
            put_point(out[y * WIDTH + x]);
        for (int x = 0; x < STRIPE; x++)
            put_cook(cook_of[y]);
    }
    for (int c = 0; c < cooks; c++)
        fprintf(stderr, "cook %d: %ld iterations\n", c, work_of[c]);
    return fflush(stdout) ? 1 : 0;
}
