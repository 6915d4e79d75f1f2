#pragma once
#include <filesystem>
#include <fstream>

#include "config/error.hpp"

namespace kickpath::tracefiles {

/// False, with an error that names the file, if it cannot be read.
bool open_text(const std::filesystem::path& path, std::ifstream& in, config::Errors& errors);

}  // namespace kickpath::tracefiles
