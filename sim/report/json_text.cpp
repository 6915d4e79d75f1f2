#include "report/json_text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>

namespace kickpath::report {

namespace {

struct TooNested : std::runtime_error {
  TooNested() : runtime_error(fmt::format("lists and maps are nested more than {} deep", most_nested)) {}
};

/// The library's words begin with an id and a place of its own.
std::string problem_of(const std::string& what) {
  const std::size_t begin = what.rfind(": ", what.find("; last read"));
  return begin == std::string::npos ? what : what.substr(begin + 2);
}

config::Place place_of(std::string_view text, std::size_t byte, const std::string& file) {
  const std::string_view before = text.substr(0, byte > 0 ? byte - 1 : 0);
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n');
  const std::size_t column = begin == std::string_view::npos ? before.size() : before.size() - begin - 1;
  return {std::make_shared<const std::string>(file), static_cast<int>(line) + 1,
          static_cast<int>(column) + 1};
}

}  // namespace

config::Place whole(const std::string& file) { return {std::make_shared<const std::string>(file), 0, 0}; }

std::optional<Json> parse_json(std::string_view text, const std::string& file, config::Errors& errors) {
  try {
    return Json::parse(text, [](int depth, Json::parse_event_t event, Json&) {
      using Event = Json::parse_event_t;
      // The depth is that around what begins.
      if ((event == Event::object_start || event == Event::array_start) && depth >= most_nested)
        throw TooNested();
      return true;
    });
  } catch (const Json::parse_error& error) {
    errors.add(place_of(text, error.byte, file), "", fmt::format("is no JSON: {}", problem_of(error.what())));
  } catch (const Json::exception& error) {  // a number beyond the range
    errors.add(whole(file), "", fmt::format("is no JSON: {}", problem_of(error.what())));
  } catch (const TooNested& error) {
    errors.add(whole(file), "", error.what());
  }
  return std::nullopt;
}

std::string html_safe(const Json& document) {
  const std::string text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char letter : text) {
    if (letter == '<')  // outside of strings JSON has none
      safe += "\\u003c";
    else
      safe += letter;
  }
  return safe;
}

}  // namespace kickpath::report
