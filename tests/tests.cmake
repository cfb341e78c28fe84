find_package(GTest REQUIRED)

# What nearly every test includes takes longer to read than most tests to compile. The first test reads it for all.
function(weir_precompile_test name)
  get_property(first GLOBAL PROPERTY WEIR_PRECOMPILED_TEST)
  if(NOT WEIR_PRECOMPILE)
    return()
  endif()
  # Some libraries ask for -pthread, and all users of a precompiled header must be compiled alike. What gcc 12 warns of by
  # mistake in its own strings (gcc bug 105651), it tells of once they are precompiled; the preset `dev` is without that.
  target_compile_options(${name} PRIVATE
    -pthread "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow>")
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    target_precompile_headers(${name} PRIVATE <gmock/gmock.h> <gtest/gtest.h> <weir/plugin.h>)
    set_property(GLOBAL PROPERTY WEIR_PRECOMPILED_TEST ${name})
  endif()
endfunction()

# weir_add_test(<name> SOURCES <file>... [LIBRARIES <target>...] [NEEDS <target>...] [LABELS <label>...]
#               [TIMEOUT <seconds>])
# One test binary; ctest sees it as one test, so that starting processes does not dominate the suite. NEEDS names what
# the test runs or loads without linking it: `weir`, plugins. Labels:
#   fast       the suite of `./dev test`, and the default
#   slow       the suite of `./dev torture`
#   tsan       runs under ThreadSanitizer in `./dev test` too: nothing it links may hold oneTBB
#   asan_dose  runs under AddressSanitizer and UndefinedBehaviorSanitizer in `./dev test` too
# The target `tests_<label>` builds the tests of one label and what they need, nothing else.
function(weir_add_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;LIBRARIES;NEEDS;LABELS" ${ARGN})
  if(NOT TEST_LABELS)
    set(TEST_LABELS fast)
  endif()
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  add_executable(${name} ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${TEST_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  weir_precompile_test(${name})
  # What a test does itself is not worth the time it takes to optimise it.
  target_compile_options(${name} PRIVATE -O0)
  target_compile_definitions(${name} PRIVATE WEIR_SOURCE_DIR="${CMAKE_SOURCE_DIR}" WEIR_BINARY_DIR="${CMAKE_BINARY_DIR}")
  if(TEST_NEEDS)
    add_dependencies(${name} ${TEST_NEEDS})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES LABELS "${TEST_LABELS}" TIMEOUT ${TEST_TIMEOUT})
  foreach(label IN LISTS TEST_LABELS)
    if(NOT TARGET tests_${label})
      message(FATAL_ERROR "test ${name}: no label `${label}`; there are fast, slow, tsan and asan_dose")
    endif()
    add_dependencies(tests_${label} ${name})
  endforeach()
endfunction()

foreach(label fast slow tsan asan_dose)
  add_custom_target(tests_${label})
endforeach()

# weir_add_fuzzer(<name> SOURCES <file>... [LIBRARIES <target>...] [SEEDS <folder>])
# One libFuzzer binary below fuzz/ of the build tree, with the target `fuzzers` for all of them; the files of SEEDS are
# what it starts from. Only the preset `fuzz` has the compiler and the instrumentation for it; in every other tree this
# does nothing.
function(weir_add_fuzzer name)
  if(NOT WEIR_SANITIZE MATCHES fuzzer)
    return()
  endif()
  cmake_parse_arguments(FUZZER "" "SEEDS" "SOURCES;LIBRARIES" ${ARGN})
  add_executable(${name} EXCLUDE_FROM_ALL ${FUZZER_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz)
  target_link_libraries(${name} PRIVATE ${FUZZER_LIBRARIES})
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  if(FUZZER_SEEDS)
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/seeds)
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${FUZZER_SEEDS} ${CMAKE_BINARY_DIR}/seeds/${name} SYMBOLIC)
  endif()
  add_dependencies(fuzzers ${name})
endfunction()

add_custom_target(fuzzers)
