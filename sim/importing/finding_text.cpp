#include "importing/finding_text.hpp"

#include <algorithm>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "importing/scalar.hpp"

namespace kickpath::importing {

namespace {

std::string place_text(const config::Place& place) {
  const std::string file = place.file ? *place.file : "";
  return place.line == 0 ? file : fmt::format("{}:{}:{}", file, place.line, place.column);
}

/// Names of what is ignored, each once, in the order of the file.
std::vector<std::string> ignored_names(const std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Finding& finding : findings)
    if (finding.kind == FindingKind::ignored &&
        std::find(names.begin(), names.end(), finding.what) == names.end())
      names.push_back(finding.what);
  return names;
}

/// "a, b, c", broken into lines that begin with `indent`.
std::string wrapped(const std::vector<std::string>& names, const std::string& indent) {
  constexpr std::size_t width = 110;
  std::string text, line = indent;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string piece = names[i] + (i + 1 < names.size() ? "," : "");
    if (line.size() > indent.size() && line.size() + piece.size() + 1 > width) {
      text += line + "\n";
      line = indent;
    }
    line += (line.size() > indent.size() ? " " : "") + piece;
  }
  return names.empty() ? "" : text + line + "\n";
}

std::string section(const std::vector<Finding>& findings, FindingKind kind, const char* title) {
  std::string text;
  for (const Finding& finding : findings)
    if (finding.kind == kind)
      text += fmt::format("#   line {}: {}: {}\n", finding.place.line, finding.what, finding.message);
  return text.empty() ? "" : fmt::format("# {}:\n{}", title, text);
}

}  // namespace

std::string to_text(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings)
    if (finding.kind != FindingKind::ignored)
      text += fmt::format("{}: {}: {}: {}\n", place_text(finding.place), to_text(finding.kind), finding.what,
                          finding.message);
  const auto names = ignored_names(findings);
  if (!names.empty())
    text +=
        fmt::format("ignored, since neither kicks nor interrupts depend on it:\n{}", wrapped(names, "  "));
  return text;
}

std::string comment_text(const std::string& file, const std::string& format,
                         const std::vector<Finding>& findings) {
  std::string text = fmt::format("# Made by `kickpath import` from {}, {}.\n", shown(file),
                                 format == "libvirt" ? "a libvirt domain" : "a QEMU command line");
  text += section(findings, FindingKind::assumed, "The file does not say, and was assumed");
  text += section(findings, FindingKind::changed, "Carried over, but changed");
  text += section(findings, FindingKind::lost, "Not carried over");
  const auto names = ignored_names(findings);
  if (!names.empty())
    text += "# Ignored, since neither kicks nor interrupts depend on it:\n" + wrapped(names, "#   ");
  return text;
}

std::string to_json_text(const std::string& file, const std::string& format, const std::string& scenario,
                         const std::vector<Finding>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Finding& finding : findings)
    list.push_back({{"kind", to_text(finding.kind)},
                    {"line", finding.place.line},
                    {"column", finding.place.column},
                    {"what", finding.what},
                    {"message", finding.message}});
  const nlohmann::ordered_json tree = {{"schema", "kickpath.import/1"},
                                       {"file", file},
                                       {"format", format},
                                       {"scenario", scenario},
                                       {"findings", list}};
  return tree.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace kickpath::importing
