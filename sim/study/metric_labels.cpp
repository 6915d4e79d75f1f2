#include "study/metric_labels.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace kickpath::study {

namespace {

/// [a-zA-Z_][a-zA-Z0-9_]*, which none but the format's own labels may begin with "__".
std::string label_name(const std::string& path) {
  std::string name;
  for (const char c : path) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (is_plain || (!name.empty() && name.back() != '_')) name += is_plain ? c : '_';
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())) != 0) name.insert(0, "p_");
  return name;
}

}  // namespace

std::string label_value(const std::string& value) {
  std::string text;
  for (const char c : value)
    text += c == '\\' ? "\\\\" : c == '"' ? "\\\"" : c == '\n' ? "\\n" : std::string(1, c);
  return text;
}

std::vector<std::string> label_names(const std::vector<std::string>& paths, std::vector<std::string> own) {
  std::vector<std::string> names = std::move(own);
  const std::size_t taken = names.size();
  for (const std::string& path : paths) {
    const std::string base = label_name(path);
    std::string name = base;
    for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i)
      name = fmt::format("{}_{}", base, i);
    names.push_back(name);
  }
  return {names.begin() + static_cast<std::ptrdiff_t>(taken), names.end()};
}

std::string gauge_head(const std::string& name, const std::string& help) {
  return fmt::format("# TYPE {0} gauge\n# HELP {0} {1}\n", name, help);
}

}  // namespace kickpath::study
