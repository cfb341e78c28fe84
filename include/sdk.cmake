# The SDK: headers only, nothing but the standard library. Inside of this tree it is the target `weir_sdk`; installed
# (`cmake --install BUILD --component sdk`), `find_package(weir)` gives it as `weir::sdk`.
include(CMakePackageConfigHelpers)

add_library(weir_sdk INTERFACE)
target_compile_features(weir_sdk INTERFACE cxx_std_20)
target_include_directories(weir_sdk INTERFACE
  $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
set_target_properties(weir_sdk PROPERTIES EXPORT_NAME sdk)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/include/weir DESTINATION include COMPONENT sdk)
install(TARGETS weir_sdk EXPORT weir COMPONENT sdk)
install(EXPORT weir NAMESPACE weir:: FILE weir-config.cmake DESTINATION lib/cmake/weir COMPONENT sdk)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/weir-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_BINARY_DIR}/weir-config-version.cmake DESTINATION lib/cmake/weir COMPONENT sdk)
