# weir_add_plugin(<name> SOURCES <file>... [LIBRARIES <target>...])
# Builds lib/weir/plugins/<name>.so, which `weir` finds by itself, and a static library `weir_plugin_<name>` of the same
# objects, so that tests and benchmarks reach what is inside.
function(weir_add_plugin name)
  cmake_parse_arguments(PLUGIN "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(weir_plugin_${name} STATIC ${PLUGIN_SOURCES})
  target_link_libraries(weir_plugin_${name} PUBLIC weir_sdk ${PLUGIN_LIBRARIES})
  target_include_directories(weir_plugin_${name} PUBLIC ${CMAKE_SOURCE_DIR}/plugins)

  add_library(${name} MODULE ${CMAKE_CURRENT_SOURCE_DIR}/plugin.cc)
  target_link_libraries(${name} PRIVATE weir_plugin_${name})
  set_target_properties(${name} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/weir/plugins)
  target_link_options(${name} PRIVATE LINKER:--no-undefined LINKER:--build-id)
  # Not in GNUInstallDirs' lib, which a prefix of /usr makes lib/x86_64-linux-gnu: `weir` looks in ../lib/weir/plugins.
  install(TARGETS ${name} LIBRARY DESTINATION lib/weir/plugins COMPONENT engine)
  set_property(GLOBAL APPEND PROPERTY WEIR_PLUGINS ${name})
endfunction()
