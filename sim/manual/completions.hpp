#pragma once
#include <string>

#include "manual/command_line.hpp"

/// Scripts that teach a shell the verbs, their options and the words that these take.
namespace kickpath::manual {

std::string bash_completion(const CommandLine& line);
std::string zsh_completion(const CommandLine& line);
std::string fish_completion(const CommandLine& line);

}  // namespace kickpath::manual
