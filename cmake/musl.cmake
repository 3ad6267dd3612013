# The release toolchain: static programs on musl from a compiler that was made for glibc. Every
# workaround for that marriage lives here. On a distribution whose libc is musl it does nothing but
# ask for a static link.
#
#   DUMB_INIT_TARGET     machine to build for: x86_64 aarch64 arm i386 powerpc64le riscv64 s390x
#                        (default: this one)
#   DUMB_INIT_MUSL_ROOT  where musl-dev of that machine was unpacked (default: /)
set(CMAKE_SYSTEM_NAME Linux)
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES DUMB_INIT_TARGET DUMB_INIT_MUSL_ROOT)

cmake_host_system_information(RESULT host_machine QUERY OS_PLATFORM)
if(NOT DUMB_INIT_TARGET)
  set(DUMB_INIT_TARGET ${host_machine})
endif()
set(CMAKE_SYSTEM_PROCESSOR ${DUMB_INIT_TARGET})
# What the compiler and musl call it.
set(compiler "${DUMB_INIT_TARGET}-linux-gnu")
set(musl "${DUMB_INIT_TARGET}-linux-musl")
if(DUMB_INIT_TARGET STREQUAL "arm")
  set(compiler "arm-linux-gnueabihf")
  set(musl "arm-linux-musleabihf")
elseif(DUMB_INIT_TARGET STREQUAL "i386")
  set(compiler "i686-linux-gnu")
endif()
if(NOT DUMB_INIT_TARGET STREQUAL host_machine)
  set(CMAKE_CXX_COMPILER ${compiler}-g++)
elseif(NOT CMAKE_CXX_COMPILER)
  set(CMAKE_CXX_COMPILER g++)
endif()

# Linked without the C++ runtime: whatever would need it does not link.
set(link_flags "-static -Wl,--gc-sections -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-z,common-page-size=64")
string(APPEND link_flags " -Wl,-z,noexecstack -Wl,--build-id=none")
# At a fixed address tables of pointers are constants: no page is written for them at each start.
if(DUMB_INIT_TARGET MATCHES "86")
  string(APPEND link_flags " -Wl,-Ttext-segment=0x404000")
endif()
string(APPEND link_flags " -no-pie -Wl,-T,${CMAKE_CURRENT_LIST_DIR}/layout.ld")

execute_process(COMMAND ${CMAKE_CXX_COMPILER} -dumpmachine
  OUTPUT_VARIABLE compiler_target OUTPUT_STRIP_TRAILING_WHITESPACE)
if(compiler_target MATCHES "musl")
  set(CMAKE_CXX_FLAGS_INIT "-fno-pie")
  set(CMAKE_EXE_LINKER_FLAGS_INIT "${link_flags} -nodefaultlibs")
  set(CMAKE_CXX_STANDARD_LIBRARIES_INIT "-lc -lgcc")
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  return()
endif()

set(musl_headers "${DUMB_INIT_MUSL_ROOT}/usr/include/${musl}")
set(musl_library "${DUMB_INIT_MUSL_ROOT}/usr/lib/${musl}")
if(NOT EXISTS "${musl_library}/libc.a")
  message(FATAL_ERROR "No musl for ${DUMB_INIT_TARGET} at ${musl_library}: install musl-tools or "
    "set DUMB_INIT_MUSL_ROOT.")
endif()

# Headers: the compiler's own C++ ones, then musl's instead of glibc's, then the compiler's C ones.
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -xc++ -E -v /dev/null
  OUTPUT_QUIET ERROR_VARIABLE search_list)
string(REGEX MATCHALL "\n /[^\n]*" search_list "${search_list}")
set(flags "-nostdinc -fno-pie")
if(DUMB_INIT_TARGET MATCHES "^powerpc64")
  string(APPEND flags " -mlong-double-64")  # musl knows no other there.
endif()
foreach(folder IN LISTS search_list)
  string(STRIP "${folder}" folder)
  if(folder MATCHES "/c\\+\\+/")
    string(APPEND flags " -isystem ${folder}")
  endif()
endforeach()
string(APPEND flags " -isystem ${musl_headers}")
foreach(folder IN LISTS search_list)
  string(STRIP "${folder}" folder)
  if(folder MATCHES "/gcc[^ ]*/include$")
    string(APPEND flags " -isystem ${folder}")
  endif()
endforeach()
# libstdc++'s configuration was made for glibc and asks for its version.
set(CMAKE_CXX_FLAGS_INIT "${flags} -D'__GLIBC_PREREQ(a,b)=1'")
set(CMAKE_EXE_LINKER_FLAGS_INIT "${link_flags} -nostdlib")
# Division of 64 bits by zero, in which libgcc would raise(3) a signal there, is not in the program.
if(DUMB_INIT_TARGET STREQUAL "arm")
  set(after_gcc "-Wl,--defsym=raise=_Exit")
endif()
# Start files and libraries that -nostdlib left out, in the order a linker wants them.
set(CMAKE_CXX_LINK_EXECUTABLE
  "<CMAKE_CXX_COMPILER> <FLAGS> <CMAKE_CXX_LINK_FLAGS> <LINK_FLAGS> ${musl_library}/crt1.o ${musl_library}/crti.o <OBJECTS> -o <TARGET> <LINK_LIBRARIES> -L${musl_library} -lc -lgcc ${after_gcc} ${musl_library}/crtn.o")
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
