// Lines of a text, for checks of what a program prints.
#include <stdlib.h>
#include <string.h>
#include <workbook/judge.h>

char *judge_line(const char *text, int n)
{
    for (; n > 0 && text; n--) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return text && *text ? strndup(text, strcspn(text, "\n")) : NULL;
}

int judge_line_find(const char *text, const char *line)
{
    const size_t length = strlen(line);
    for (int n = 0; *text; n++) {
        const size_t its = strcspn(text, "\n");
        if (its == length && !memcmp(text, line, length))
            return n;
        text += its + (text[its] == '\n');
    }
    return -1;
}

int judge_line_count(const char *text)
{
    int n = 0;
    for (; *text; n++)
        text += strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n');
    return n;
}
