# workbook_exercise(): the one place where an exercise is described. It checks that all parts are there,
# makes a program for the debugger, the CTest tests, and the record in catalogue.json.

set(WORKBOOK_KINDS write fix program)
set(WORKBOOK_ANALYSES run explore memory openmp balance)
set(WORKBOOK_VERDICTS race deadlock wrong crash hang leak serial)
set_property(GLOBAL PROPERTY workbook_records "")
set_property(GLOBAL PROPERTY workbook_chapters "")

# Stops the configuration with the name of the exercise and of the field at fault.
function(_exercise_error exercise field text)
  message(FATAL_ERROR "workbook_exercise(${exercise}): ${field}: ${text}")
endfunction()

function(_exercise_require exercise field path)
  if(NOT EXISTS "${path}")
    file(RELATIVE_PATH shown "${CMAKE_SOURCE_DIR}" "${path}")
    _exercise_error("${exercise}" "${field}" "${shown} is missing")
  endif()
endfunction()

# A JSON array of strings from a CMake list.
function(_json_array out)
  set(items "")
  foreach(item IN LISTS ARGN)
    string(REPLACE "\\" "\\\\" item "${item}")
    string(REPLACE "\"" "\\\"" item "${item}")
    list(APPEND items "\"${item}\"")
  endforeach()
  list(JOIN items ", " joined)
  set(${out} "[${joined}]" PARENT_SCOPE)
endfunction()

# The names in src/judge/imports/LIST.txt; empty if there is no such list.
function(_exercise_list out list)
  set(${out} "" PARENT_SCOPE)
  set(file "${CMAKE_SOURCE_DIR}/src/judge/imports/${list}.txt")
  if(EXISTS "${file}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(STRINGS "${file}" lines ENCODING UTF-8 REGEX "^[A-Za-z_]")
    set(${out} "${lines}" PARENT_SCOPE)
  endif()
endfunction()

# The union of the allow-lists of the topics and of the kind, with IMPORTS, less REFUSES. A topic without a
# list only tells what the exercise is about; REFUSES names functions, or a list to take away.
function(_exercise_imports out exercise kind topics extra refuses)
  set(all ${extra})
  set(lists base ${topics})
  if(kind STREQUAL "program")
    list(APPEND lists program)
  endif()
  foreach(list IN LISTS lists)
    _exercise_list(lines "${list}")
    list(APPEND all ${lines})
  endforeach()
  list(REMOVE_DUPLICATES all)
  foreach(refused IN LISTS refuses)
    _exercise_list(lines "${refused}")
    list(LENGTH all before)
    list(REMOVE_ITEM all "${refused}" ${lines})
    list(LENGTH all after)
    if(before EQUAL after)
      _exercise_error("${exercise}" REFUSES "${refused} is not allowed anyway")
    endif()
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

# What an exercise finds there that is built on others of its chapter: their headers, what is given in them, and their
# solutions.
function(_exercise_built_on out_given out_folders exercise chapter)
  set(given "")
  set(folders "")
  foreach(below IN LISTS ARGN)
    set(folder "${CMAKE_SOURCE_DIR}/exercises/${chapter}/${below}")
    set(solution "${CMAKE_SOURCE_DIR}/solutions/${chapter}/${below}")
    file(GLOB solved RELATIVE "${solution}" "${solution}/*.c")
    file(GLOB handed_out RELATIVE "${folder}" "${folder}/*.[ch]")
    if(NOT solved OR NOT handed_out)
      _exercise_error("${exercise}" BUILT_ON "${below} is no exercise of ${chapter} with a header and a solution")
    endif()
    list(REMOVE_ITEM handed_out ${solved})
    list(TRANSFORM solved PREPEND "../../../solutions/${chapter}/${below}/")
    list(TRANSFORM handed_out PREPEND "../${below}/")
    list(APPEND given ${solved} ${handed_out})
    list(APPEND folders "${folder}")
  endforeach()
  set(${out_given} ${given} PARENT_SCOPE)
  set(${out_folders} ${folders} PARENT_SCOPE)
endfunction()

function(workbook_exercise name)
  cmake_parse_arguments(arg "" "TITLE;KIND;STUB;POINTS"
    "SOURCES;BUILT_ON;EXPORTS;ANALYSES;TOPICS;GIVEN;IMPORTS;REFUSES;DATA" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    _exercise_error("${name}" "${arg_UNPARSED_ARGUMENTS}" "no such field")
  endif()
  foreach(field TITLE KIND SOURCES ANALYSES TOPICS)
    if(NOT arg_${field})
      _exercise_error("${name}" "${field}" "is missing")
    endif()
  endforeach()
  if(NOT name MATCHES "^[0-9][0-9]-[a-z0-9-]+$")
    _exercise_error("${name}" "name" "should read NN-kebab-case")
  endif()
  if(NOT arg_KIND IN_LIST WORKBOOK_KINDS)
    _exercise_error("${name}" KIND "${arg_KIND} is none of ${WORKBOOK_KINDS}")
  endif()
  if(NOT arg_KIND STREQUAL "program" AND NOT arg_EXPORTS)
    _exercise_error("${name}" EXPORTS "is missing: which functions does the check call?")
  endif()
  foreach(analysis IN LISTS arg_ANALYSES)
    if(NOT analysis IN_LIST WORKBOOK_ANALYSES)
      _exercise_error("${name}" ANALYSES "${analysis} is none of ${WORKBOOK_ANALYSES}")
    endif()
  endforeach()
  if(arg_KIND STREQUAL "fix")
    if(NOT arg_STUB IN_LIST WORKBOOK_VERDICTS)
      _exercise_error("${name}" STUB "a fix names the verdict of the code as handed out, one of ${WORKBOOK_VERDICTS}")
    endif()
  elseif(arg_STUB)
    _exercise_error("${name}" STUB "only a fix has one; others are handed out with TODO")
  else()
    set(arg_STUB todo)
  endif()
  if(NOT arg_POINTS)
    set(arg_POINTS 1)
  endif()

  get_filename_component(chapter "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  string(SUBSTRING "${chapter}" 0 2 chapter_number)
  string(SUBSTRING "${name}" 0 2 number)
  set(id "${chapter_number}-${number}")
  set(folder "${CMAKE_SOURCE_DIR}/exercises/${chapter}/${name}")
  set(solution "${CMAKE_SOURCE_DIR}/solutions/${chapter}/${name}")
  set(tests "${CMAKE_SOURCE_DIR}/tests/exercises/${chapter}/${name}")
  set(prepared "${CMAKE_BINARY_DIR}/prepared/${chapter}/${name}")

  foreach(source IN LISTS arg_SOURCES)
    _exercise_require("${id} ${name}" SOURCES "${folder}/${source}")
    _exercise_require("${id} ${name}" SOURCES "${solution}/${source}")
  endforeach()
  foreach(file IN LISTS arg_GIVEN arg_DATA)
    _exercise_require("${id} ${name}" GIVEN "${folder}/${file}")
  endforeach()
  set(folders "${folder}")
  if(arg_BUILT_ON)
    _exercise_built_on(given below "${id} ${name}" "${chapter}" ${arg_BUILT_ON})
    list(APPEND arg_GIVEN ${given})
    list(APPEND folders ${below})
  endif()
  foreach(part README.md hints.md)
    _exercise_require("${id} ${name}" "${part}" "${folder}/${part}")
  endforeach()
  _exercise_require("${id} ${name}" "solution" "${solution}/README.md")
  _exercise_require("${id} ${name}" "check" "${tests}/check.c")

  _exercise_imports(imports "${id} ${name}" "${arg_KIND}" "${arg_TOPICS}" "${arg_IMPORTS}" "${arg_REFUSES}")
  foreach(list SOURCES GIVEN EXPORTS ANALYSES TOPICS DATA)
    _json_array(json_${list} ${arg_${list}})
  endforeach()
  _json_array(json_imports ${imports})
  set(include_flags "")
  foreach(one IN LISTS folders)
    string(APPEND include_flags ", \"-I${one}\"")
  endforeach()
  set(openmp_flag "")
  if("openmp" IN_LIST arg_TOPICS)
    set(openmp_flag " \"-fopenmp\",")
  endif()
  set(record "    {\"id\": \"${id}\", \"name\": \"${name}\", \"chapter\": \"${chapter}\",
     \"title\": \"${arg_TITLE}\", \"kind\": \"${arg_KIND}\", \"stub\": \"${arg_STUB}\", \"points\": ${arg_POINTS},
     \"sources\": ${json_SOURCES}, \"given\": ${json_GIVEN}, \"data\": ${json_DATA},
     \"exports\": ${json_EXPORTS}, \"analyses\": ${json_ANALYSES}, \"topics\": ${json_TOPICS},
     \"folder\": \"${folder}\", \"solution\": \"${solution}\",
     \"tests\": \"${tests}\", \"prepared\": \"${prepared}\",
     \"flags\": [\"-std=c17\", \"-D_GNU_SOURCE\",${openmp_flag} \"-I${CMAKE_SOURCE_DIR}/include\"${include_flags}],
     \"imports\": ${json_imports}}")
  set_property(GLOBAL APPEND PROPERTY workbook_records "${record}")

  _exercise_program("${id}" "${folders}" "${tests}" "${arg_KIND}" "${arg_SOURCES}" "${arg_GIVEN}")
  if("openmp" IN_LIST arg_TOPICS)
    target_compile_options(${id} PRIVATE -fopenmp)
    target_link_options(${id} PRIVATE -fopenmp)
  endif()
  _exercise_prepare("${id}" "${folder}" "${tests}" "${prepared}" "${arg_GIVEN}")
  _exercise_tests("${id}" "${chapter_number}" "${folder}" "${solution}" "${tests}" "${arg_SOURCES}"
    "${arg_ANALYSES}" "${arg_TOPICS}" "${arg_STUB}")
endfunction()

# A program to run by hand and in the debugger; it also puts the learner's file into compile_commands.json.
function(_exercise_program id folders tests kind sources given)
  list(GET folders 0 folder)
  list(TRANSFORM sources PREPEND "${folder}/")
  list(FILTER given INCLUDE REGEX "\\.c$")
  list(TRANSFORM given PREPEND "${folder}/")
  add_executable(${id} EXCLUDE_FROM_ALL ${sources} ${given})
  if(NOT kind STREQUAL "program")
    target_sources(${id} PRIVATE "${tests}/check.c")
    target_link_libraries(${id} PRIVATE judge_runtime)
  else()
    target_link_libraries(${id} PRIVATE judge_program)
  endif()
  target_compile_features(${id} PRIVATE c_std_17)
  target_compile_definitions(${id} PRIVATE _GNU_SOURCE)
  target_include_directories(${id} PRIVATE ${folders})
  target_compile_options(${id} PRIVATE -Wno-unused-parameter)
  target_link_libraries(${id} PRIVATE workbook_headers workbook_warnings pthread)
  set_target_properties(${id} PROPERTIES COMPILE_WARNING_AS_ERROR OFF
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin/exercises")
endfunction()

# The check's objects, one for each analysis and compiler, so that only the learner's file is left to build.
function(_exercise_prepare id folder tests prepared given)
  set(compilers gcc)
  if(WORKBOOK_DEV)
    list(APPEND compilers clang)
  endif()
  file(GLOB headers "${folder}/*.h")
  list(TRANSFORM given PREPEND "${folder}/")
  set(stamps "")
  foreach(compiler IN LISTS compilers)
    set(stamp "${prepared}/${compiler}/stamp")
    add_custom_command(OUTPUT "${stamp}"
      COMMAND judge prepare "${id}" --compiler "${compiler}"
      DEPENDS judge judge_runtime judge_program "${tests}/check.c" ${headers} ${given}
              "${CMAKE_SOURCE_DIR}/include/workbook/judge.h" "${CMAKE_SOURCE_DIR}/include/workbook/judge_loop.h"
      COMMENT "Preparing the check of ${id} for ${compiler}"
      VERBATIM)
    list(APPEND stamps "${stamp}")
  endforeach()
  add_custom_target(prepare-${id} ALL DEPENDS ${stamps})
endfunction()

# One ctest test, judged by the one judge. EXPECT is the verdict that it must get. Its time limit is for a judge that is
# stuck on a busy machine: what takes long has limits of its own.
function(_exercise_test name id expect source compiler repeat labels)
  math(EXPR patience "160 + 60 * ${repeat}")
  add_test(NAME "${name}"
    COMMAND judge check "${id}" --source "${source}" --expect "${expect}" --compiler "${compiler}"
            --repeat "${repeat}")
  set_tests_properties("${name}" PROPERTIES LABELS "${labels}" TIMEOUT "${patience}" SKIP_RETURN_CODE 77)
endfunction()

# learner: one test an exercise, red until it is solved. dev: the code as handed out, the solution and each
# specimen, with both compilers, each with exactly its verdict.
function(_exercise_tests id chapter folder solution tests sources analyses topics stub)
  list(GET sources 0 source)
  set(chapter_label "ch${chapter}")
  # What the explorer answers is determined and asked once; the rest of such an exercise is quick to ask again. With one
  # thread all is determined.
  set(repeat "${WORKBOOK_REPEAT}")
  if(NOT explore IN_LIST analyses OR NOT threads IN_LIST topics)
    set(repeat "${WORKBOOK_REPEAT_DEAR}")
  endif()
  if(NOT repeat)
    set(repeat 1) # a project that includes this file need not know of it
  endif()
  if(NOT WORKBOOK_DEV)
    _exercise_test("${id}" "${id}" pass "${folder}/${source}" gcc 1 "exercise;${chapter_label}")
    return()
  endif()
  file(GLOB specimens CONFIGURE_DEPENDS "${tests}/specimens/*.c")
  list(LENGTH specimens count)
  set(verdicts ${WORKBOOK_VERDICTS} build-error) # a specimen may be one that is not even built
  if(count LESS 3)
    _exercise_error("${id}" specimens "${count} in tests/exercises/…/specimens; 3 at least")
  endif()
  foreach(compiler gcc clang)
    _exercise_test("${id}.stub.${compiler}" "${id}" "${stub}" "${folder}/${source}" ${compiler} "${repeat}" "exercise;${chapter_label}")
    _exercise_test("${id}.solution.${compiler}" "${id}" pass "${solution}/${source}" ${compiler} "${repeat}" "solution;${chapter_label}")
    foreach(specimen IN LISTS specimens)
      get_filename_component(file "${specimen}" NAME)
      if(NOT file MATCHES "^([a-z0-9-]+)\\.([a-z-]+)\\.c$" OR NOT CMAKE_MATCH_2 IN_LIST verdicts)
        _exercise_error("${id}" specimens "${file} should read DEFECT.VERDICT.c")
      endif()
      _exercise_test("${id}.specimen.${CMAKE_MATCH_1}.${compiler}" "${id}" "${CMAKE_MATCH_2}" "${specimen}"
        ${compiler} "${repeat}" "specimen;${chapter_label}")
    endforeach()
  endforeach()
endfunction()

# workbook_chapter(): called by exercises/NN-name/CMakeLists.txt's parent for each chapter folder.
function(workbook_chapter name)
  set(page "${CMAKE_SOURCE_DIR}/chapters/${name}/chapter.md")
  if(NOT EXISTS "${page}")
    message(FATAL_ERROR "workbook_chapter(${name}): chapters/${name}/chapter.md is missing")
  endif()
  file(STRINGS "${page}" heading ENCODING UTF-8 REGEX "^# " LIMIT_COUNT 1)
  string(REGEX REPLACE "^# *" "" title "${heading}")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${page}")
  set_property(GLOBAL APPEND PROPERTY workbook_chapters
    "    {\"name\": \"${name}\", \"title\": \"${title}\", \"page\": \"${page}\"}")
  add_subdirectory("${name}")
endfunction()

# Writes build/PRESET/catalogue.json, at the end of the top CMakeLists.txt.
function(workbook_catalogue)
  get_property(records GLOBAL PROPERTY workbook_records)
  get_property(chapters GLOBAL PROPERTY workbook_chapters)
  list(JOIN records ",\n" records)
  list(JOIN chapters ",\n" chapters)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/catalogue.json" @ONLY CONTENT
"{\"schema\": 1,
 \"root\": \"@CMAKE_SOURCE_DIR@\",
 \"build\": \"@CMAKE_BINARY_DIR@\",
 \"chapters\": [
@chapters@
 ],
 \"exercises\": [
@records@
 ]}
")
endfunction()
