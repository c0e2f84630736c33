#include "notebook/plot.h"
#include "notebook/figure.h"
#include "notebook/timeline.h"

#include "common/files.h"
#include "common/process.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PLOT_LIMIT_MS = 30000, SVG_LIMIT = 4 << 20 };

// gnuplot draws axes and letters in currentColor or in black; both follow the page here.
static const char style[] = "<style>\n"
                            ":root{color-scheme:light dark}\n"
                            "text,tspan{font-family:system-ui,sans-serif}\n"
                            "@media (prefers-color-scheme:dark){\n"
                            "[color=\"black\"]{color:#d8dee9}\n"
                            "[stroke=black],[stroke=\"rgb(  0,   0,   0)\"]{stroke:#d8dee9}\n"
                            "[fill=black],[fill=\"rgb(  0,   0,   0)\"]{fill:#d8dee9}\n"
                            "}\n</style>\n";

// Lines that stand out on white and on black alike.
static const char palette[] = "set linetype 1 lc rgb '#3b82d6' lw 2; set linetype 2 lc rgb '#d9730d' lw 2; "
                              "set linetype 3 lc rgb '#2a9d5c' lw 2; set linetype 4 lc rgb '#c2528b' lw 2; ";

void plot_finish(const char *svg, const char *title, struct text *out)
{
    static const char mark[] = "<title>Gnuplot</title>";
    const char *at = strstr(svg, mark);
    if (!at) {
        text_add(out, svg);
        return;
    }
    text_add_bytes(out, svg, (size_t)(at - svg));
    text_add(out, "<title>");
    timeline_add_xml(out, title);
    text_addf(out, "</title>\n%s", style);
    text_add(out, at + strlen(mark));
}

static int run_gnuplot(const struct work *w, const struct page *page, const char *commands,
                       struct process_result *r)
{
    const char *const argv[] = {"gnuplot", "-e", commands, NULL};
    const struct process_request request = {
        .argv = argv,
        .env = (const char *const *)w->environment,
        .folder = page->folder,
        .timeout_ms = PLOT_LIMIT_MS,
        .merge = true,
    };
    return process_run(&request, r);
}

int plot_draw(const struct work *w, const struct page *page, const struct cell *cell, const char *folder,
              struct result *out)
{
    char *data = text_format("%s/data", folder), *figure = text_format("%s/figure.svg", folder);
    char *commands = text_format("%sset terminal svg size 720,400 dynamic enhanced font ',14'; "
                                 "set output '%s'; data = '%s'; load '%s'",
                                 palette, figure, data, cell->options.plot);
    struct process_result r = {0};
    struct text svg = {0};
    int error = files_replace(data, text_string(&out->output), out->output.length);
    if (!error)
        error = run_gnuplot(w, page, commands, &r);
    if (error == ENOENT) {
        out->outcome = OUTCOME_FAILED;
        text_add(&out->why, "gnuplot is not installed: apt-get install gnuplot-nox\n");
        error = 0;
    } else if (!error && (r.exit_status || files_read(figure, SVG_LIMIT, &svg) || !svg.length)) {
        out->outcome = OUTCOME_FAILED;
        text_addf(&out->why, "gnuplot does not accept %s:\n%s", cell->options.plot, text_string(&r.out));
    } else if (!error) {
        struct text title = {0};
        figure_plot_title(page, cell, &title);
        plot_finish(text_string(&svg), text_string(&title), &out->svg);
        text_deinit(&title);
    }
    process_result_deinit(&r);
    text_deinit(&svg);
    free(data);
    free(figure);
    free(commands);
    return error;
}
