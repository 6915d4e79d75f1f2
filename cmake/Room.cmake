# A *room* is a folder of sources that is one library. Its headers are included as "room/file.hpp".
#
# Each room's include directory holds nothing but a link to that one folder, so a header can be included only by
# who links the room: the link lines below ARE the arrows of the architecture, and the compiler enforces them.
#
#   kickpath_room(NAME [FOLDER dir] [SOURCES a.cpp ...] [ALONE b.cpp ...] [LINKS other ...] [PRIVATE_LINKS other ...])
#
# Without SOURCES the room is header-only. FOLDER defaults to the current source directory. ALONE: those of the SOURCES with
# names that another file of the room has, too; they are compiled one by one also where others are not (unity builds).
function(kickpath_room name)
  cmake_parse_arguments(ROOM "" "FOLDER" "SOURCES;ALONE;LINKS;PRIVATE_LINKS" ${ARGN})
  if(NOT ROOM_FOLDER)
    set(ROOM_FOLDER ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  set(door ${PROJECT_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${door})
  file(CREATE_LINK ${ROOM_FOLDER} ${door}/${name} SYMBOLIC)

  if(ROOM_SOURCES)
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_include_directories(${name} PUBLIC ${door})
    target_link_libraries(${name} PUBLIC ${ROOM_LINKS} PRIVATE kickpath_warnings ${ROOM_PRIVATE_LINKS})
    if(ROOM_ALONE)
      set_source_files_properties(${ROOM_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${door})
    target_link_libraries(${name} INTERFACE ${ROOM_LINKS})
  endif()
endfunction()

# The Spec structs of the models: what a scenario file says, as plain data, without the engine. They lie beside the
# models that they describe and are opened to others (scenario loader, VMM) header by header.
#
#   kickpath_specs(NAME HEADERS host/host_spec.hpp ... LINKS other ...)
function(kickpath_specs name)
  cmake_parse_arguments(SPECS "" "" "HEADERS;LINKS" ${ARGN})
  set(door ${PROJECT_BINARY_DIR}/rooms/${name})
  foreach(header IN LISTS SPECS_HEADERS)
    get_filename_component(room ${header} DIRECTORY)
    file(MAKE_DIRECTORY ${door}/${room})
    file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${header} ${door}/${header} SYMBOLIC)
  endforeach()
  add_library(${name} INTERFACE)
  target_include_directories(${name} INTERFACE ${door})
  target_link_libraries(${name} INTERFACE ${SPECS_LINKS})
endfunction()

# A test program of Catch2; SimGrid allows one live engine per process, so each program is a process of its own.
#
#   kickpath_test(NAME [ALONE] SOURCES a.cpp ... LINKS room ...)
#
# Its files are compiled several at once, which takes a third of the time: most of it is the headers'. ALONE: they have helpers
# of equal names, so they are compiled one by one.
function(kickpath_test name)
  cmake_parse_arguments(TEST "ALONE" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} test_support kickpath_warnings)
  if(TEST_ALONE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  else()
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    target_link_libraries(${name} PRIVATE kickpath_unity_warnings)
  endif()
  add_test(NAME ${name} COMMAND ${name})
endfunction()
