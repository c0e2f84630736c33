#include "grade/out_page.h"
#include "grade/safe.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#222;"
    "background:#fff}"
    "h1,h2,h3{line-height:1.2}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{border:1px solid #ccc;padding:.25rem .6rem;text-align:left;vertical-align:top}"
    "th{background:#f3f3f3}th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid}"
    "th button::after{content:' ↕';color:#888}[aria-sort=ascending] button::after{content:' ↑';color:inherit}"
    "[aria-sort=descending] button::after{content:' ↓';color:inherit}"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".pass{background:#dff2df}.race,.wrong,.crash,.deadlock,.hang,.leak,.serial,.build-error{background:#"
    "fbe3e0}"
    ".todo,.missing{background:#f0f0f0;color:#555}.inconclusive,.judge-error{background:#fff2cc}"
    ".banner{border:2px solid #b00;padding:.6rem 1rem;background:#fff4f2}"
    "pre{background:#f7f7f7;border:1px solid "
    "#ddd;padding:.7rem;overflow-x:auto;font-size:.85rem;line-height:1.35}"
    "a{color:#0b5394}.small{color:#555;font-size:.9rem}"
    "@media(max-width:48rem){table{display:block;overflow-x:auto}}"
    "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}th{background:#2a2a2a}"
    "th,td{border-color:#444}pre{background:#242424;border-color:#444}.pass{background:#1f3b22}"
    ".race,.wrong,.crash,.deadlock,.hang,.leak,.serial,.build-error{background:#4a2320}"
    ".todo,.missing{background:#2a2a2a;color:#aaa}.inconclusive,.judge-error{background:#4a3d12}"
    ".banner{background:#3a1a18}a{color:#8ab8e6}.small{color:#aaa}}";

static void draw_number(char out[33])
{
    uint64_t bits[2] = {0};
    if (getrandom(bits, sizeof bits, 0) != sizeof bits)
        bits[0] = bits[1] = 0;
    struct text t = {0};
    text_addf(&t, "%016llx%016llx", (unsigned long long)bits[0], (unsigned long long)bits[1]);
    memcpy(out, text_string(&t), 33);
    text_deinit(&t);
}

void page_begin(struct text *t, const char *title, const char *script)
{
    char number[33];
    draw_number(number);
    text_add(t, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                "'unsafe-inline'; img-src data:");
    if (script)
        text_addf(t, "; script-src 'nonce-%s'", number);
    text_add(t, "\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    safe_add_markup(t, title);
    text_addf(t, "</title>\n<style>%s</style></head><body>\n", style);
    page_add(t, "h1", NULL, title);
    if (script)
        text_addf(t, "<script nonce=\"%s\">%s</script>\n", number, script);
}

void page_end(struct text *t, const char *tool)
{
    page_add(t, "p", "small", tool);
    text_add(t, "</body></html>\n");
}

void page_add(struct text *t, const char *tag, const char *class, const char *s)
{
    text_addf(t, class ? "<%s class=\"%s\">" : "<%s>", tag, class);
    safe_add_markup(t, s);
    text_addf(t, "</%s>\n", tag);
}
