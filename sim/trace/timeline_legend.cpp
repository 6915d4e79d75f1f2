#include "trace/timeline_legend.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace kickpath::trace {

std::string json_string(std::string_view text) {
  const std::string escaped =
      nlohmann::json(std::string(text)).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  std::string safe;
  for (const char c : escaped) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::uint32_t TimelineLegend::add_process(std::string_view name) {
  processes_.push_back({std::string(name)});
  return static_cast<std::uint32_t>(processes_.size());
}

TrackId TimelineLegend::add_track(std::uint32_t process, std::string_view name) {
  const TrackId id{static_cast<std::uint32_t>(tracks_.size())};
  tracks_.push_back(
      {process, std::string(name), fmt::format(R"(,"pid":{},"tid":{})", process, id.value + 1)});
  return id;
}

NameId TimelineLegend::add(Text text) {
  texts_.push_back(std::move(text));
  return {static_cast<std::uint32_t>(texts_.size() - 1)};
}

NameId TimelineLegend::name(std::string_view name, std::string_view category, const Arguments& arguments) {
  std::string text = fmt::format(R"(,"name":{},"cat":{})", json_string(name), json_string(category));
  for (std::size_t i = 0; i < arguments.size(); ++i)
    text += fmt::format("{}{}:{}", i == 0 ? R"(,"args":{)" : ",", json_string(arguments[i].first),
                        json_string(arguments[i].second));
  text += arguments.empty() ? "}" : "}}";
  const auto known = known_.find(text);
  if (known != known_.end()) return known->second;
  const NameId id = add({text});
  known_.emplace(std::move(text), id);
  return id;
}

NameId TimelineLegend::counter(std::string_view name, const std::vector<std::string_view>& series) {
  Text text;
  for (const std::string_view one : series)
    text.push_back(text.empty()
                       ? fmt::format(R"(,"name":{},"args":{{{}:)", json_string(name), json_string(one))
                       : fmt::format(",{}:", json_string(one)));
  text.emplace_back("}}");
  return add(std::move(text));
}

}  // namespace kickpath::trace
