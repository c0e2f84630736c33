/** @file ipynb.h
 *  @brief The page as a Jupyter notebook, nbformat 4.5. */
#pragma once

#include "notebook/checked.h"

#include <jansson.h>

/** @brief The notebook: prose as Markdown cells, C and Python cells as code cells with their outputs and
 * figures. A cell's id comes from its text, so that it stays when the page changes elsewhere.
 *  @return owned by the caller: json_decref()
 *  @threads any
 *  @source Jupyter, "The Notebook file format", nbformat 4.5: ids are 1–64 of [A-Za-z0-9_-] and unique */
json_t *ipynb_make(const struct checked *c);
