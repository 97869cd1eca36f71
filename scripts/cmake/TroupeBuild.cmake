# How everything in this tree is compiled. Nothing here reaches those who link
# the installed libraries.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion
  # Designated initializers leave out, on purpose, what has a default.
  -Wno-missing-field-initializers
  # A profile of a proxy that cannot be walked is worth little.
  -fno-omit-frame-pointer)
if(TROUPE_SANITIZE)
  add_compile_options(-fsanitize=${TROUPE_SANITIZE} -fno-sanitize-recover=all
    # It probes memory through a pipe, and calls every object unsound when
    # there are no descriptors left: as in the tests that exhaust them.
    -fno-sanitize=vptr)
  add_link_options(-fsanitize=${TROUPE_SANITIZE})
endif()
if(TROUPE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "The fuzzers need clang: cmake --preset fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TROUPE_LTO)
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What precompiled headers ask of ccache.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  else()
    add_compile_options(-fpch-preprocess)
  endif()
endif()

# troupe_layer(codecs) makes the library troupe_codecs of all that lies in this
# folder: a new file in the right place is enough.
function(troupe_layer name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS *.hpp)
  set(layer troupe_${name})
  add_library(${layer} STATIC ${sources})
  add_library(troupe::${name} ALIAS ${layer})
  target_sources(${layer} PUBLIC FILE_SET HEADERS
    BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${headers})
  target_compile_features(${layer} PUBLIC cxx_std_20)
  set_target_properties(${layer} PROPERTIES
    EXPORT_NAME ${name} LINKER_LANGUAGE CXX)
endfunction()

# troupe_precompile(target <header>...)
function(troupe_precompile target)
  if(TROUPE_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
