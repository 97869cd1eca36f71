# Finds the C++ Actor Framework, for Debian's libcaf-dev has no CMake package:
#   find_package(CAF 0.17 REQUIRED COMPONENTS core)
# gives CAF::core (and CAF::io, CAF::openssl when asked for).
find_path(CAF_INCLUDE_DIR caf/config.hpp)
mark_as_advanced(CAF_INCLUDE_DIR)

if(CAF_INCLUDE_DIR)
  # #define CAF_VERSION 1706
  file(STRINGS ${CAF_INCLUDE_DIR}/caf/config.hpp line
    REGEX "^#define CAF_VERSION [0-9]+$")
  string(REGEX MATCH "[0-9]+$" number "${line}")
  if(number)
    math(EXPR major "${number} / 10000")
    math(EXPR minor "${number} / 100 % 100")
    math(EXPR patch "${number} % 100")
    set(CAF_VERSION ${major}.${minor}.${patch})
  endif()
endif()

if(NOT CAF_FIND_COMPONENTS)
  set(CAF_FIND_COMPONENTS core)
endif()
foreach(part IN LISTS CAF_FIND_COMPONENTS)
  find_library(CAF_${part}_LIBRARY caf_${part})
  mark_as_advanced(CAF_${part}_LIBRARY)
  if(CAF_${part}_LIBRARY AND CAF_INCLUDE_DIR)
    set(CAF_${part}_FOUND TRUE)
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(CAF
  REQUIRED_VARS CAF_INCLUDE_DIR
  VERSION_VAR CAF_VERSION
  HANDLE_COMPONENTS)

if(CAF_FOUND)
  find_package(Threads QUIET)
  foreach(part IN LISTS CAF_FIND_COMPONENTS)
    if(TARGET CAF::${part} OR NOT CAF_${part}_FOUND)
      continue()
    endif()
    add_library(CAF::${part} UNKNOWN IMPORTED)
    set_target_properties(CAF::${part} PROPERTIES
      IMPORTED_LOCATION "${CAF_${part}_LIBRARY}"
      INTERFACE_INCLUDE_DIRECTORIES "${CAF_INCLUDE_DIR}"
      INTERFACE_LINK_LIBRARIES Threads::Threads)
    if(NOT part STREQUAL core AND CAF_core_LIBRARY)
      set_property(TARGET CAF::${part} APPEND PROPERTY
        INTERFACE_LINK_LIBRARIES "${CAF_core_LIBRARY}")
    endif()
  endforeach()
endif()
