#include "notebook/match.h"

#include "common/text.h"

#include <regex.h>
#include <string.h>

static const struct token {
    const char *name, *expression;
} tokens[] = {
    {"{int}", "[-+]?[0-9]+"},
    {"{float}", "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?"},
    {"{time}", "[0-9]+(\\.[0-9]+)? ?(ns|us|µs|ms|s|min|h)"},
};

static const struct token *token_at(const char *pattern)
{
    for (size_t k = 0; *pattern == '{' && k < sizeof tokens / sizeof *tokens; k++)
        if (!strncmp(pattern, tokens[k].name, strlen(tokens[k].name)))
            return &tokens[k];
    return NULL;
}

static bool to_expression(const char *pattern, struct text *out)
{
    bool has_tokens = false;
    text_add(out, "^");
    while (*pattern) {
        const struct token *token = token_at(pattern);
        if (token) {
            text_addf(out, "(%s)", token->expression);
            pattern += strlen(token->name);
            has_tokens = true;
        } else {
            text_addf(out, strchr(".[]\\()*+?{}|^$", *pattern) ? "\\%c" : "%c", *pattern);
            pattern++;
        }
    }
    text_add(out, "$");
    return has_tokens;
}

bool match_line(const char *pattern, const char *line)
{
    if (!strcmp(pattern, line))
        return true;
    if (!strchr(pattern, '{'))
        return false;
    struct text expression = {0};
    regex_t regex;
    bool matches = false;
    if (to_expression(pattern, &expression) &&
        !regcomp(&regex, text_string(&expression), REG_EXTENDED | REG_NOSUB)) {
        matches = !regexec(&regex, line, 0, NULL, 0);
        regfree(&regex);
    }
    text_deinit(&expression);
    return matches;
}

bool match_is_dots(const char *pattern)
{
    return !strcmp(pattern, "...");
}
