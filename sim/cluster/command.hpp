#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace kickpath::cluster {

/// A program that this machine lacks: "sbatch is not installed here".
struct CommandMissing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// It ended otherwise than with 0: "sbatch: error: ...".
struct CommandFailed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Runs a program of the PATH and gives its stdout.
std::string output_of(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace kickpath::cluster
