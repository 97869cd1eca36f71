# Each tests/fuzz/<name>_fuzz.cpp is a libFuzzer program and a CTest test that
# runs it for a while, from the seeds in tests/corpus/<name>/ and with the
# dictionary tests/corpus/<name>.dict, or http1.dict where there is none. What
# it learns stays in the build folder.
set(TROUPE_FUZZ_SECONDS 20 CACHE STRING "How long CTest runs each fuzzer")

# Plain classes of the layer above, which itself needs CAF.
add_library(fuzzed_classes STATIC
  actors/access/password_file.cpp actors/rewrite/text_template.cpp)
target_link_libraries(fuzzed_classes PUBLIC troupe_runtime PRIVATE crypt)
target_include_directories(fuzzed_classes PUBLIC ${PROJECT_SOURCE_DIR})

file(GLOB fuzzers CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)
foreach(source IN LISTS fuzzers)
  cmake_path(GET source STEM LAST_ONLY program)
  string(REGEX REPLACE "_fuzz$" "" name ${program})
  add_executable(${program} ${source})
  target_link_libraries(${program} PRIVATE fuzzed_classes)
  target_link_options(${program} PRIVATE -fsanitize=fuzzer)

  set(learned ${PROJECT_BINARY_DIR}/learned/${name})
  set(seeds ${PROJECT_SOURCE_DIR}/tests/corpus/${name})
  file(MAKE_DIRECTORY ${learned})
  set(arguments -max_total_time=${TROUPE_FUZZ_SECONDS} -timeout=10
    -print_final_stats=1 ${learned})
  if(EXISTS ${seeds})
    list(APPEND arguments ${seeds})
  endif()
  if(EXISTS ${seeds}.dict)
    list(APPEND arguments -dict=${seeds}.dict)
  else()
    list(APPEND arguments -dict=${PROJECT_SOURCE_DIR}/tests/corpus/http1.dict)
  endif()
  add_test(NAME fuzz.${name} COMMAND ${program} ${arguments})
  math(EXPR patience "${TROUPE_FUZZ_SECONDS} + 120")
  set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT ${patience} LABELS fuzz)
endforeach()
