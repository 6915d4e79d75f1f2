#include "config/error.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "config/excerpt.hpp"

namespace kickpath::config {

std::string format(const Error& error) {
  std::string line = error.file;
  if (error.line > 0) line += fmt::format(":{}:{}", error.line, error.column);
  if (!error.path.empty()) line += ": " + error.path;
  return line + ": " + error.message;
}

void Errors::add(const Place& place, std::string path, std::string message) {
  errors_.push_back(
      {place.file ? *place.file : "", place.line, place.column, std::move(path), std::move(message)});
}

void Errors::add(const Errors& others) {
  errors_.insert(errors_.end(), others.errors_.begin(), others.errors_.end());
}

std::vector<Error> Errors::sorted() const {
  auto errors = errors_;
  std::sort(errors.begin(), errors.end());
  errors.erase(std::unique(errors.begin(), errors.end()), errors.end());
  return errors;
}

std::string Errors::format() const {
  std::string lines;
  for (const Error& error : sorted()) lines += config::format(error) + '\n';
  return lines;
}

}  // namespace kickpath::config
