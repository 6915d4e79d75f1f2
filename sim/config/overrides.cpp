#include "config/overrides.hpp"

#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <vector>

#include "config/document.hpp"
#include "config/excerpt.hpp"
#include "config/spot.hpp"
#include "config/text_scan.hpp"
#include "config/yaml_tree.hpp"

namespace kickpath::config {

namespace {

struct Step {
  std::string key;                     ///< of a map, when `index` is empty
  std::optional<std::size_t> index{};  ///< of a list
  Place place;
};

/// Ends the override; caught in with_override().
struct Refused {
  Place place;
  std::string path;
  std::string message;
};

/// Reads "a.b[2][\"odd.key\"]" from left to right, to the end or a '='.
class PathReader {
 public:
  /// `place_at` says where a byte of the option stands.
  PathReader(std::string_view option, std::function<Place(std::size_t)> place_at)
      : option_(option), place_at_(std::move(place_at)) {}

  std::vector<Step> steps() {
    std::vector<Step> steps{key()};
    while (!at_end() && peek() != '=') steps.push_back(peek() == '[' ? bracket() : dotted());
    if (steps.size() > max_depth) refuse(fmt::format("a path of more than {} steps", max_depth));
    return steps;
  }
  void skip_equals_sign() {
    if (at_end()) refuse("expected path=value, as in 'run.seed=2'");
    ++next_;
  }
  void expect_end() const {
    if (!at_end()) refuse("a path and nothing else: the value stands behind it");
  }
  std::size_t position() const { return next_; }
  const std::string& path() const { return path_; }

 private:
  bool at_end() const { return next_ >= option_.size(); }
  char peek() const { return option_[next_]; }
  Place place() const { return place_at_(next_); }
  [[noreturn]] void refuse(const std::string& message) const { throw Refused{place(), path_, message}; }

  std::string_view until(std::string_view ends) {
    const std::string_view rest = option_.substr(next_);
    const std::string_view text = rest.substr(0, rest.find_first_of(ends));
    next_ += text.size();
    return text;
  }

  Step key() {
    Step step{"", {}, place()};
    step.key = until(".[=");
    if (step.key.empty()) refuse("a key is missing here");
    path_ = joined(path_, step.key);
    return step;
  }

  Step dotted() {
    if (peek() != '.') refuse("expected '.', '[' or '='");
    ++next_;
    return key();
  }

  Step bracket() {
    ++next_;
    Step step{"", {}, place()};
    const bool is_key = !at_end() && peek() == '"';
    next_ += is_key ? 1 : 0;
    const std::string text{until(is_key ? "\"" : "]")};
    next_ += is_key ? 1 : 0;
    if (at_end() || peek() != ']') refuse("expected ']'");
    ++next_;
    if (is_key)
      step.key = text;
    else
      step.index = index(text, step.place);
    path_ = is_key ? joined(path_, text) : fmt::format("{}[{}]", path_, *step.index);
    return step;
  }

  std::size_t index(const std::string& text, const Place& where) const {
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size())
      throw Refused{where, path_,
                    fmt::format("expected a number from 0 or a key in double quotes, not {}", quote(text))};
    return value;
  }

  std::string_view option_;
  std::function<Place(std::size_t)> place_at_;
  std::size_t next_ = 0;
  std::string path_;
};

class Override {
 public:
  Override(std::vector<Step> steps, NodePtr value) : steps_(std::move(steps)), value_(std::move(value)) {}

  NodePtr onto(const NodePtr& node, std::size_t i = 0, const std::string& path = "") const {
    if (i == steps_.size()) return value_;
    return steps_[i].index ? into_list(node, i, path) : into_map(node, i, path);
  }

 private:
  NodePtr into_map(const NodePtr& node, std::size_t i, const std::string& path) const {
    const Step& step = steps_[i];
    const bool is_nothing = !node || node->kind == Node::Kind::null;
    if (!is_nothing && node->kind != Node::Kind::map)
      throw Refused{step.place, path,
                    fmt::format("is {}, which has no key {}", describe(*node), quote(step.key))};
    auto map = is_nothing ? std::make_shared<Node>() : std::make_shared<Node>(*node);
    if (is_nothing) {
      map->kind = Node::Kind::map;
      map->place = step.place;
    }
    for (Entry& entry : map->entries) {
      if (entry.key != step.key) continue;
      entry.value = onto(entry.value, i + 1, joined(path, step.key));
      return map;
    }
    map->entries.push_back({step.key, step.place, onto(nullptr, i + 1, joined(path, step.key))});
    return map;
  }

  NodePtr into_list(const NodePtr& node, std::size_t i, const std::string& path) const {
    const Step& step = steps_[i];
    const std::size_t index = *step.index;
    if (!node || node->kind != Node::Kind::sequence)
      throw Refused{step.place, path, fmt::format("is {}, not a list", node ? describe(*node) : "nothing")};
    const std::size_t count = node->items.size();
    if (index >= count)
      throw Refused{step.place, path,
                    fmt::format("has no item {}: {}", index,
                                count == 0 ? "it is empty" : fmt::format("it has 0 to {}", count - 1))};
    auto list = std::make_shared<Node>(*node);
    list->items[index] = onto(list->items[index], i + 1, fmt::format("{}[{}]", path, index));
    return list;
  }

  std::vector<Step> steps_;
  NodePtr value_;
};

void check_text(std::string_view option, const std::shared_ptr<const std::string>& file) {
  if (option.size() > max_bytes)
    throw Refused{{file, 1, 1}, "", fmt::format("longer than {} KiB", max_bytes / 1024)};
  if (const auto flaw = find_flaw(option)) throw Refused{{file, flaw->line, flaw->column}, "", flaw->message};
  const std::size_t line_end = option.find('\n');
  if (line_end != std::string_view::npos)
    throw Refused{{file, 1, static_cast<int>(line_end) + 1}, "", "more than one line"};
}

}  // namespace

NodePtr with_override(const NodePtr& root, std::string_view option, Errors& errors) {
  const auto file = std::make_shared<const std::string>("--set");
  try {
    check_text(option, file);
    PathReader reader{option, [&](std::size_t byte) { return Place{file, 1, static_cast<int>(byte) + 1}; }};
    auto steps = reader.steps();
    reader.skip_equals_sign();
    const int before = static_cast<int>(reader.position());
    Errors found;
    NodePtr value = parse_yaml(option.substr(reader.position()), {file, before, reader.path()}, found);
    errors.add(found);
    if (!found.empty()) return root;
    if (!value) throw Refused{{file, 1, before + 1}, reader.path(), "needs a value behind '='"};
    return Override{std::move(steps), std::move(value)}.onto(root);
  } catch (const Refused& refused) {
    errors.add(refused.place, refused.path, refused.message);
    return root;
  }
}

NodePtr with_override(const NodePtr& root, const Entry& setting, Errors& errors) {
  try {
    PathReader reader{setting.key, [&](std::size_t) { return setting.key_place; }};
    auto steps = reader.steps();
    reader.expect_end();
    return Override{std::move(steps), setting.value}.onto(root);
  } catch (const Refused& refused) {
    errors.add(refused.place, refused.path, refused.message);
    return root;
  }
}

}  // namespace kickpath::config
