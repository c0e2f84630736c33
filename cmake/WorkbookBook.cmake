# workbook_book_test(CHAPTER): the test book.NN builds and runs the cells of chapters/CHAPTER/chapter.md and compares
# them with their output blocks.
function(workbook_book_test chapter)
  if(ARGN)
    message(FATAL_ERROR "workbook_book_test(${chapter}): unknown argument ${ARGN}")
  endif()
  string(SUBSTRING "${chapter}" 0 2 number)
  add_test(NAME "book.${number}"
    COMMAND notebook check "chapters/${chapter}/chapter.md"
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties("book.${number}" PROPERTIES LABELS "book;ch${number}" TIMEOUT 600)
endfunction()
