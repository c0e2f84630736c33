# The warnings that all C of the project is clean under, with gcc 12 and clang 14. Link PRIVATE.
add_library(workbook_warnings INTERFACE)
target_compile_options(workbook_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
