/** @file token_rules.h
 *  @brief Which tokens a submission may hold. Fed with a source as written, or with preprocessed tokens
 *         whose markers name the submission. */
#pragma once

#include "judge/inspect/inspect.h"
#include "judge/inspect/lexer.h"

/** @brief Refuses what inspect_source() says about tokens.
 *  @param file  the name for the refusals */
void token_rules_check(const struct tokens *tokens, const char *file, const struct inspect_rules *rules,
                       struct refusals *out);
