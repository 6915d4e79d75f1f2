#include "tracefiles/open_text.hpp"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>

namespace kickpath::tracefiles {

bool open_text(const std::filesystem::path& path, std::ifstream& in, config::Errors& errors) {
  std::error_code ignored;
  const bool is_directory = std::filesystem::is_directory(path, ignored);
  if (!is_directory) in.open(path, std::ios::binary);
  if (in.is_open()) return true;
  const std::string why =
      is_directory ? "is a directory" : fmt::format("cannot be read: {}", std::strerror(errno));
  errors.add({std::make_shared<const std::string>(path.string()), 0, 0}, "", why);
  return false;
}

}  // namespace kickpath::tracefiles
