# Python for scripts and tests: the system's, which has the packages of ./setup; another one on PATH may lack them.
find_program(KICKPATH_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(KICKPATH_PYTHON python3)

#   kickpath_python_test(NAME script [argument ...])
#
# With the binary's path in KICKPATH. "OK (skipped" in its output is a skip with its reason, as unittest prints it.
function(kickpath_python_test name)
  if(KICKPATH_PYTHON)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E env KICKPATH=$<TARGET_FILE:kickpath> ${KICKPATH_PYTHON} -B ${ARGN})
  else()
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND} -E echo "OK (skipped: there is no Python 3)")
  endif()
  set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "OK \\(skipped" TIMEOUT 300)
endfunction()
