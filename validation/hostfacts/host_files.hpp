#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The /proc and /sys of a host, below a root: "/" or a fake tree of a test. What is missing, unreadable or
/// no text of the expected kind is unknown; nothing here throws for it.
namespace kickpath::hostfacts {

class HostFiles {
 public:
  HostFiles() : root_("/") {}
  explicit HostFiles(std::filesystem::path root) : root_(std::move(root)) {}

  /// The whole file, at most 1 MiB of it; `path` is relative, as in "proc/stat".
  std::optional<std::string> text(std::string_view path) const;

  /// Without blanks and newlines at both ends; unknown if nothing is left.
  std::optional<std::string> word(std::string_view path) const;

  /// A file that holds one decimal number and nothing else.
  std::optional<std::int64_t> number(std::string_view path) const;

  /// Names in a folder, sorted; none if it cannot be read.
  std::vector<std::string> names(std::string_view path) const;

 private:
  std::filesystem::path root_;
};

/// `text` as one decimal number and nothing else.
std::optional<std::int64_t> parse_number(std::string_view text);

std::string_view trimmed(std::string_view text);

}  // namespace kickpath::hostfacts
