# Every warning we want to hear; presets make them errors.
add_library(dumb_init_warnings INTERFACE)
target_compile_options(dumb_init_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wswitch-enum
  -Wformat=2 -Wundef -Wcast-qual)
