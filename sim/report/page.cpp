#include "report/page.hpp"

#include <stdexcept>

#include "report/document.hpp"

extern "C" const char kickpath_page_begin[];
extern "C" const char kickpath_page_end[];

namespace kickpath::report {

namespace {

/// page/build.mjs sees to it that the template has it exactly once.
constexpr std::string_view marker = "@KICKPATH_REPORT@";

constexpr std::size_t most_entries = 4096, fewest_entries = 16;

}  // namespace

config::Outcome<std::string_view> page_template() {
  const std::string_view page(kickpath_page_begin,
                              static_cast<std::size_t>(kickpath_page_end - kickpath_page_begin));
  if (page.find(marker) != std::string_view::npos) return page;
  return config::Outcome<std::string_view>::bad(
      "this kickpath was built without the report's page, which needs node and npm (./setup installs them) "
      "and, "
      "once, the npm registry" +
      (page.empty() ? std::string() : ": " + std::string(page)));
}

std::string page_with(std::string_view page, const Json& document) {
  const std::size_t at = page.find(marker);
  if (at == std::string_view::npos) throw std::logic_error("the page has no place for its data");
  std::string whole(page.substr(0, at));
  whole += html_safe(document);
  whole += page.substr(at + marker.size());
  return whole;
}

std::optional<std::string> fitting_page(std::string_view page, const std::vector<Input>& inputs,
                                        const std::string& title, const std::string& version) {
  for (std::size_t most = most_entries; most >= fewest_entries; most /= 2) {
    std::string whole = page_with(page, report_document(inputs, title, version, most));
    if (whole.size() <= most_page_bytes) return whole;
  }
  return std::nullopt;
}

}  // namespace kickpath::report
