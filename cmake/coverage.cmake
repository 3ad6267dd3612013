# Counts which lines and branches of src/ are run, by the program and by the tests that link a part of it; test
# code itself and the guests are not counted. Counters are written at exit, also by _exit(2)
# (tests/support/coverage_exit.cc).
add_library(dumb_init_coverage_exit OBJECT tests/support/coverage_exit.cc)

# gcc would write and clear the counters before each execve(2), on the small stack of a child that shares our memory.
target_compile_options(dumb_init_language INTERFACE --coverage -fno-inline -fno-builtin-execve)
target_link_options(dumb_init_language INTERFACE --coverage -Wl,--wrap=_exit)
target_link_libraries(dumb_init_language INTERFACE $<TARGET_OBJECTS:dumb_init_coverage_exit>)
