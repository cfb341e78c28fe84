# Rooms and layers. A room is one static library, `weir_<name>`; it may depend only on rooms of a lower layer.
#
# A room's headers are reached as "<room>/x.h" through a directory that holds nothing but a link to that room, so that
# a header of a room that was not named under DEPENDS is not found: the build, not a reviewer, enforces the layers.

# weir_room(<name> LAYER <n> SOURCES <file>... [DEPENDS <room>...] [LIBRARIES <target>...] [PUBLIC_LIBRARIES <target>...])
function(weir_room name)
  cmake_parse_arguments(ROOM "" "LAYER" "SOURCES;DEPENDS;LIBRARIES;PUBLIC_LIBRARIES" ${ARGN})
  set(target weir_${name})
  set(headers ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${headers})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${headers}/${name} SYMBOLIC)

  add_library(${target} STATIC ${ROOM_SOURCES})
  set_target_properties(${target} PROPERTIES WEIR_LAYER ${ROOM_LAYER})
  target_include_directories(${target} PUBLIC ${headers})
  target_link_libraries(${target} PUBLIC weir_sdk ${ROOM_PUBLIC_LIBRARIES} PRIVATE ${ROOM_LIBRARIES})
  if(WEIR_COVERAGE)
    target_compile_options(${target} PRIVATE --coverage -O0 -fprofile-update=atomic)
  endif()
  foreach(room IN LISTS ROOM_DEPENDS)
    get_target_property(layer weir_${room} WEIR_LAYER)
    if(NOT layer LESS ROOM_LAYER)
      message(FATAL_ERROR "room ${name} (layer ${ROOM_LAYER}) may not include room ${room} (layer ${layer}): "
                          "a layer includes only what lies below it")
    endif()
    target_link_libraries(${target} PUBLIC weir_${room})
  endforeach()
endfunction()
