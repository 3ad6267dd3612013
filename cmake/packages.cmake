# What is installed beside the program, and the packages of CPack: .deb, .rpm and .tar.gz.
#
#   DUMB_INIT_MAINTAINER   who answers for the packages, as "Name <address>"
set(DUMB_INIT_MAINTAINER "The dumb-init authors <root@localhost>" CACHE STRING "Maintainer of packages")

# What machines are called by uname(1), Debian and RPM, where that is not the name we build them by.
set(debian_x86_64 amd64)
set(debian_aarch64 arm64)
set(debian_powerpc64le ppc64el)
set(debian_arm armhf)
set(machine_arm armv7l)
set(machine_i386 i686)
set(machine_powerpc64le ppc64le)
set(rpm_arm armv7hl)
foreach(name machine debian)
  set(${name} ${CMAKE_SYSTEM_PROCESSOR})
  if(DEFINED ${name}_${CMAKE_SYSTEM_PROCESSOR})
    set(${name} ${${name}_${CMAKE_SYSTEM_PROCESSOR}})
  endif()
endforeach()
set(rpm ${machine})
if(DEFINED rpm_${CMAKE_SYSTEM_PROCESSOR})
  set(rpm ${rpm_${CMAKE_SYSTEM_PROCESSOR}})
endif()

# Links below libexec, so that nothing is in the way of the packages they are named after.
set(role_folder ${CMAKE_INSTALL_LIBEXECDIR}/dumb-init)
set(roles tini tini-static docker-init catatonit podman-init)
file(RELATIVE_PATH program_from_roles /${role_folder} /${CMAKE_INSTALL_BINDIR}/dumb-init)
foreach(role IN LISTS roles)
  set(link ${CMAKE_CURRENT_BINARY_DIR}/roles/${role})
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/roles)
  file(CREATE_LINK ${program_from_roles} ${link} SYMBOLIC)
  install(FILES ${link} DESTINATION ${role_folder})
endforeach()

# Manual pages and changelogs are compressed as distributions do it, without the time of day.
function(install_compressed source name folder)
  set(compressed ${CMAKE_CURRENT_BINARY_DIR}/compressed/${name}.gz)
  add_custom_command(OUTPUT ${compressed}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/compressed
    COMMAND sh -c "gzip -9 -n <'${source}' >'${compressed}'" DEPENDS ${source} VERBATIM)
  add_custom_target(compressed_${name} ALL DEPENDS ${compressed})
  install(FILES ${compressed} DESTINATION ${folder})
endfunction()
install_compressed(${CMAKE_SOURCE_DIR}/man/dumb-init.1 dumb-init.1 ${CMAKE_INSTALL_MANDIR}/man1)
foreach(role IN LISTS roles)
  set(link ${CMAKE_CURRENT_BINARY_DIR}/roles/${role}.1.gz)
  file(CREATE_LINK dumb-init.1.gz ${link} SYMBOLIC)
  install(FILES ${link} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endforeach()

install(FILES completions/dumb-init.bash RENAME dumb-init
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES completions/_dumb-init DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES completions/dumb-init.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# Where Fedora looks; the other folder is Debian's.
set(link ${CMAKE_CURRENT_BINARY_DIR}/roles/_dumb-init)
file(CREATE_LINK ../vendor-completions/_dumb-init ${link} SYMBOLIC)
install(FILES ${link} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)

install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install_compressed(${CMAKE_SOURCE_DIR}/CHANGELOG.md changelog ${CMAKE_INSTALL_DOCDIR})
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)  # or $SOURCE_DATE_EPOCH
configure_file(packaging/changelog.Debian.in changelog.Debian @ONLY)
install_compressed(${CMAKE_CURRENT_BINARY_DIR}/changelog.Debian changelog.Debian
  ${CMAKE_INSTALL_DOCDIR})

set(CPACK_PACKAGE_VENDOR "The dumb-init authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "minimal init for containers")
set(CPACK_PACKAGE_DESCRIPTION "Stands in front of an application as PID 1 of a container, forwards every
signal to it, reaps every zombie, and ends with its status. Also takes the
place of tini, docker-init, catatonit and podman-init: see
/usr/libexec/dumb-init.")
set(CPACK_PACKAGE_CONTACT "${DUMB_INIT_MAINTAINER}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES OFF)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
  GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_PACKAGE_FILE_NAME dumb-init-${PROJECT_VERSION}-${machine})
# A distribution's own package of the same version is newer than ours, which begins with 0.
set(CPACK_DEBIAN_PACKAGE_RELEASE 0upstream1)
set(CPACK_DEBIAN_FILE_NAME dumb-init_${PROJECT_VERSION}-0upstream1_${debian}.deb)
set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE ${debian})
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

set(CPACK_RPM_FILE_NAME dumb-init-${PROJECT_VERSION}-1.${rpm}.rpm)
set(CPACK_RPM_PACKAGE_ARCHITECTURE ${rpm})
set(CPACK_RPM_PACKAGE_DESCRIPTION "${CPACK_PACKAGE_DESCRIPTION}")
set(CPACK_RPM_PACKAGE_LICENSE MIT)
set(CPACK_RPM_PACKAGE_GROUP Unspecified)
set(CPACK_RPM_PACKAGE_AUTOREQPROV no)
# Folders of the distribution are not ours to own.
set(CPACK_RPM_EXCLUDE_FROM_AUTO_FILELIST_ADDITION /usr /usr/bin /usr/libexec /usr/share
  /usr/share/man /usr/share/man/man1 /usr/share/doc /usr/share/bash-completion
  /usr/share/bash-completion/completions /usr/share/zsh /usr/share/zsh/vendor-completions
  /usr/share/zsh/site-functions
  /usr/share/fish /usr/share/fish/vendor_completions.d)
# The same from any machine at any time.
set(CPACK_RPM_SPEC_MORE_DEFINE "%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _buildhost dumb-init
%global __strip /bin/true
%global _build_id_links none
%global debug_package %{nil}")
include(CPack)
