#include "hostfacts/host_files.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <system_error>

namespace kickpath::hostfacts {

namespace fs = std::filesystem;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::string> HostFiles::text(std::string_view path) const {
  // Files of /proc and /sys say size 0, so they are read until they end.
  constexpr std::size_t limit = std::size_t{1} << 20;
  std::error_code ignored;
  const fs::path file = root_ / path;
  if (fs::is_directory(file, ignored)) return std::nullopt;
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string content(limit, '\0');
  in.read(content.data(), static_cast<std::streamsize>(limit));
  if (in.bad()) return std::nullopt;
  content.resize(static_cast<std::size_t>(in.gcount()));
  return content;
}

std::optional<std::string> HostFiles::word(std::string_view path) const {
  const auto content = text(path);
  if (!content) return std::nullopt;
  std::string word{trimmed(*content)};
  return word.empty() ? std::nullopt : std::optional{std::move(word)};
}

std::optional<std::int64_t> HostFiles::number(std::string_view path) const {
  const auto content = word(path);
  return content ? parse_number(*content) : std::nullopt;
}

std::vector<std::string> HostFiles::names(std::string_view path) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(root_ / path, error), end; !error && entry != end; entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace kickpath::hostfacts
