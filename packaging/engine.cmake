# Read by CMake in place of words in the command, when it comes to llama.cpp within llama-cpp-python (packaging/engine.py).

# The package forces these helpers of llama.cpp's own programs on; nothing of ours calls them, and they are a sixth of what is compiled.
set(LLAMA_BUILD_COMMON OFF)

# The package adds the folders of the machine that builds to those that a library is looked for in, where it runs.
set(CMAKE_INSTALL_RPATH_USE_LINK_PATH OFF)
