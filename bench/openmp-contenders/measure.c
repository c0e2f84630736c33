// The solutions of chapter 14 at work, and what this machine can do at best. Compiled twice by bench/openmp:
// with OpenMP and without, where a pragma is only a comment. One line a measurement: its name and seconds;
// with OpenMP also rates.
#include "../../exercises/14-openmp-loops/01-season-every-dish/season.h"
#include "../../exercises/14-openmp-loops/02-whose-spoon/orders.h"
#include "../../exercises/14-openmp-loops/03-stock-taking/stock.h"
#include "../../exercises/14-openmp-loops/04-mandelbrot/mandelbrot.h"
#include "../../exercises/14-openmp-loops/05-blur/blur.h"

#include <omp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    DISHES = 1 << 21,
    ORDERS = 1 << 20,
    SHELF = 1 << 26,
    WIDTH = 640,
    HEIGHT = 480,
    SIDE = 1024,
    RADIUS = 4
};
enum { LANES = 64, ROUNDS = 1 << 20 };

static double *dishes;
static struct order *orders;
static long *bills;
static uint8_t *shelf, *other;
static uint16_t *picture;
static struct image sharp, soft;
static volatile double sink; // what is computed has to be asked for

enum { THREADS_MAX = 64 };
static clockid_t clocks[THREADS_MAX]; // of the processor time of each thread of the team
static int team = 1;

// Alone, without OpenMP, this asks one thread.
static void meet_the_team(void)
{
#pragma omp parallel
    {
        pthread_getcpuclockid(pthread_self(), &clocks[omp_get_thread_num()]);
#pragma omp single
        team = omp_get_num_threads();
    }
}

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Processor time of the thread that had most: what a clock on the wall would show if each had a core of its
// own.
static double busiest(void (*run)(void))
{
    double before[THREADS_MAX], most = 0;
    for (int k = 0; k < team; k++)
        before[k] = seconds_of(clocks[k]);
    run();
    for (int k = 0; k < team; k++) {
        const double spent = seconds_of(clocks[k]) - before[k];
        most = spent > most ? spent : most;
    }
    return most;
}

static double recipe(size_t i, double raw, void *context)
{
    return raw * 0.5 + (double)i;
}

static void no_row(int y, long work, void *context)
{
}

static void run_season(void)
{
    season(dishes, DISHES, recipe, NULL, omp_get_max_threads());
}

static void run_orders(void)
{
    static const int dish_cents[4] = {900, 1250, 1800, 700}, extra_cents[4] = {50, 80, 120, 30};
    const struct menu menu = {dish_cents, extra_cents, 70};
    sink = (double)price_orders(orders, ORDERS, &menu, bills);
}

static void run_stock(void)
{
    static struct stock stock;
    take_stock(shelf, SHELF, &stock);
    sink = (double)stock.total;
}

static void run_mandelbrot(void)
{
    mandelbrot(&(struct view){-2.2, -1.2, 0.005, WIDTH, HEIGHT, 1000}, picture, omp_get_max_threads(), 1,
               no_row, NULL);
}

static void run_blur(void)
{
    blur(&soft, &sharp, RADIUS);
}

static void measure(const char *name, void (*run)(void))
{
    printf("%s %.9f\n", name, busiest(run));
}

// ------------------------------------------------------------------------------- what the machine can do at
// best

static void read_all(void)
{
    const uint64_t *p = (const uint64_t *)shelf;
    uint64_t sum = 0;
#pragma omp parallel for reduction(+ : sum)
    for (long i = 0; i < SHELF / 8; i++)
        sum += p[i];
    sink = (double)sum;
}

static void copy_all(void)
{
    uint64_t *out = (uint64_t *)other;
    const uint64_t *in = (const uint64_t *)shelf;
#pragma omp parallel for
    for (long i = 0; i < SHELF / 8; i++)
        out[i] = in[i] + 1;
}

static void doubles(void)
{
    double all = 0;
#pragma omp parallel reduction(+ : all)
    {
        double a[LANES];
        for (int k = 0; k < LANES; k++)
            a[k] = k + omp_get_thread_num();
        for (int r = 0; r < ROUNDS; r++)
            for (int k = 0; k < LANES; k++)
                a[k] = a[k] * 0.999 + 0.001;
        for (int k = 0; k < LANES; k++)
            all += a[k];
    }
    sink = all;
}

static void integers(void)
{
    uint32_t all = 0;
#pragma omp parallel reduction(+ : all)
    {
        uint32_t a[LANES];
        for (int k = 0; k < LANES; k++)
            a[k] = (uint32_t)(k + omp_get_thread_num());
        for (int r = 0; r < ROUNDS; r++)
            for (int k = 0; k < LANES; k++)
                a[k] += a[k] >> 1 ^ (uint32_t)r; // three operations; a plain sum would be computed at once
        for (int k = 0; k < LANES; k++)
            all += a[k];
    }
    sink = all;
}

static void rate(const char *name, void (*run)(void), double amount)
{
    printf("%s %.3f\n", name, amount / busiest(run));
}

static void *touched(size_t bytes)
{
    uint8_t *p = malloc(bytes);
    if (!p)
        exit(1);
    for (size_t i = 0; i < bytes; i++)
        p[i] = (uint8_t)(i * 2654435761u >> 13);
    return p;
}

int main(void)
{
    dishes = touched(DISHES * sizeof *dishes);
    memset(dishes, 0, DISHES * sizeof *dishes);
    orders = touched(ORDERS * sizeof *orders);
    bills = touched(ORDERS * sizeof *bills);
    for (int i = 0; i < ORDERS; i++)
        orders[i] = (struct order){i % 4, 1 + i % 3, i % 3, {i % 4, (i + 1) % 4}};
    shelf = touched(SHELF);
    other = touched(SHELF);
    picture = touched(WIDTH * HEIGHT * sizeof *picture);
    sharp = (struct image){SIDE, SIDE, touched(3 * SIDE * SIDE)};
    soft = (struct image){SIDE, SIDE, touched(3 * SIDE * SIDE)};

    meet_the_team();
    measure("season", run_season);
    measure("orders", run_orders);
    measure("stock", run_stock);
    measure("mandelbrot", run_mandelbrot);
    measure("blur", run_blur);
    rate("read", read_all, SHELF);
    rate("copy", copy_all, 2.0 * SHELF);
    rate("double", doubles, 2.0 * LANES * ROUNDS * team);
    rate("integer", integers, 3.0 * LANES * ROUNDS * team);
    long iterations = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++)
        iterations += picture[i];
    printf("iterations %ld\nthreads %d\n", iterations, team);
    return 0;
}
