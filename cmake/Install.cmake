# `cmake --install`: the program, its scenarios and suites as shared data, man page, completions, documentation.
# `cpack -G DEB` (in the build folder) makes a Debian package of the same; scripts/try-deb tries it on a clean Debian.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # `kickpath` and `manual_pages` are enough, tests and benchmarks are not installed

# What the program says of itself: made from its own description of the command line.
set(KICKPATH_MANUAL ${PROJECT_BINARY_DIR}/manual)
set(made)
function(kickpath_says file)
  add_custom_command(OUTPUT ${KICKPATH_MANUAL}/${file} DEPENDS kickpath VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${KICKPATH_MANUAL}
    COMMAND $<TARGET_FILE:kickpath> ${ARGN} > ${KICKPATH_MANUAL}/${file})
  list(APPEND made ${KICKPATH_MANUAL}/${file})
  set(made ${made} PARENT_SCOPE)
endfunction()
kickpath_says(kickpath.1 man)
kickpath_says(kickpath.bash completion bash)
kickpath_says(_kickpath completion zsh)
kickpath_says(kickpath.fish completion fish)
add_custom_target(manual_pages ALL DEPENDS ${made})

set(data ${CMAKE_INSTALL_DATADIR})
install(FILES ${KICKPATH_MANUAL}/kickpath.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${KICKPATH_MANUAL}/kickpath.bash DESTINATION ${data}/bash-completion/completions RENAME kickpath)
install(FILES ${KICKPATH_MANUAL}/kickpath.fish DESTINATION ${data}/fish/vendor_completions.d)
# Debian's zsh looks into vendor-completions below /usr and into site-functions below /usr/local.
install(CODE [[
  if(CMAKE_INSTALL_PREFIX MATCHES "/usr$" AND EXISTS /etc/debian_version)
    set(zsh_folder vendor-completions)
  else()
    set(zsh_folder site-functions)
  endif()]])
install(FILES ${KICKPATH_MANUAL}/_kickpath DESTINATION ${data}/zsh/\${zsh_folder})

# In the layout of the repository, because the files name each other by relative paths.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scenarios DESTINATION ${data}/kickpath)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/validation/suites ${PROJECT_SOURCE_DIR}/validation/data ${PROJECT_SOURCE_DIR}/validation/published
        DESTINATION ${data}/kickpath/validation
        FILES_MATCHING PATTERN "*.yaml" PATTERN "*.csv" PATTERN "*.json" PATTERN "*.md")
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/notebooks DESTINATION ${CMAKE_INSTALL_DOCDIR}
        PATTERN "__pycache__" EXCLUDE)

set(CPACK_PACKAGE_NAME kickpath)
set(CPACK_PACKAGE_CONTACT "kickpath developers <kickpath@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "A discrete-event simulator of KVM's virtio notifications: exits, ioeventfd, irqfd, IPIs and
 Linux's schedulers with calibrated costs. The same scenarios run on a real KVM, and are held against it.")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
                                                WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
