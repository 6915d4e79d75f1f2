#pragma once
#include <string>

#include "manual/command_line.hpp"

namespace kickpath::manual {

/// man(7), section 1: what `man kickpath` shows.
std::string man_page(const CommandLine& line);

}  // namespace kickpath::manual
