#include "grade/gradescope_zip.h"
#include "common/files.h"
#include "common/process.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_FAILED = 3 };

// Gradescope unpacks into /autograder/source, runs setup.sh when the image is made, and run_autograder for
// each submission, which lies in /autograder/submission. It reads /autograder/results/results.json.
static const char setup[] =
    "#!/bin/sh\n"
    "# Made by `workbook grade --gradescope-zip`: installs the workbook's packages and builds it.\n"
    "set -eu\n"
    "cd /autograder/source/many-cooks\n"
    "export CI=true\n"
    "./workbook grade /nowhere --out /tmp/set-up --gradescope --exercises @ || [ $? = 3 ]\n"
    "test -x build/learner/bin/grade\n";

// The results are written elsewhere and copied at the end: no box can reach the folder they end in. Level C
// is what a container usually gives; a submission has the container to itself.
static const char run[] =
    "#!/bin/sh\n"
    "# Made by `workbook grade --gradescope-zip`.\n"
    "set -eu\n"
    "out=$(mktemp -d)\n"
    "status=0\n"
    "/autograder/source/many-cooks/workbook grade /autograder/submission --out \"$out/graded\" \\\n"
    "    --gradescope --isolation C --exercises @ || status=$?\n"
    "[ \"$status\" -le 1 ] || exit \"$status\"\n"
    "mkdir -p /autograder/results\n"
    "cp \"$out/graded/results.json\" /autograder/results/results.json.part\n"
    "mv /autograder/results/results.json.part /autograder/results/results.json\n";

static int write_script(const char *folder, const char *name, const char *text)
{
    char *path = text_format("%s/%s", folder, name);
    int error = files_replace(path, text, strlen(text));
    if (!error && chmod(path, 0755))
        error = 1;
    free(path);
    return error;
}

// The script with the list of exercises where its @ stands.
static void add_script(struct text *t, const char *script, const char *list)
{
    const size_t n = strcspn(script, "@");
    text_add_bytes(t, script, n);
    text_add(t, list);
    text_add(t, script + n + 1);
}

static int archive(const char *zip, const char *root, const char *folder)
{
    char *output = text_format("--output=%s", zip), *one = text_format("--add-file=%s/setup.sh", folder),
         *two = text_format("--add-file=%s/run_autograder", folder);
    const char *const argv[] = {"git",  "-C",        root, "archive", "--format=zip",
                                output, "--prefix=", one,  two,       "--prefix=many-cooks/",
                                "HEAD", NULL};
    struct process_result result;
    const struct process_request q = {.argv = argv};
    const int error = process_run(&q, &result);
    const int failed = error || result.exit_status;
    if (failed)
        fprintf(stderr, "grade: git archive: %s\n", error ? strerror(error) : text_string(&result.err));
    process_result_deinit(&result);
    free(output);
    free(one);
    free(two);
    return failed ? EXIT_FAILED : 0;
}

int gradescope_zip(const char *path, const char *root, const char *const *exercises)
{
    struct text list = {0};
    for (; *exercises; exercises++)
        text_addf(&list, "%s%s", list.length ? "," : "", *exercises);
    if (!list.length) {
        fprintf(stderr, "grade: which exercises does the assignment have? --exercises 02-01,02-02\n");
        return EXIT_USAGE;
    }
    char folder[] = "/tmp/many-cooks-XXXXXX", here[4096];
    char *absolute = *path == '/' || !getcwd(here, sizeof here) ? text_format("%s", path)
                                                                : text_format("%s/%s", here, path);
    int status = mkdtemp(folder) ? 0 : EXIT_FAILED;
    struct text one = {0}, two = {0};
    add_script(&one, setup, text_string(&list));
    add_script(&two, run, text_string(&list));
    if (!status && (write_script(folder, "setup.sh", text_string(&one)) ||
                    write_script(folder, "run_autograder", text_string(&two))))
        status = EXIT_FAILED;
    if (!status)
        status = archive(absolute, root, folder);
    files_remove(folder);
    text_deinit(&list);
    text_deinit(&one);
    text_deinit(&two);
    free(absolute);
    return status;
}
