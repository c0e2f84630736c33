# The python3 that runs scripts of the build and of the tests: the system's, which Debian's python3-* packages belong
# to. Another python3, first on PATH, would not see them.
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
