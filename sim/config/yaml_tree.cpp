#include "config/yaml_tree.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sstream>
#include <unordered_map>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "config/document.hpp"
#include "config/excerpt.hpp"
#include "config/spot.hpp"
#include "config/text_scan.hpp"

namespace kickpath::config {

namespace {

/// What ends the parse; yaml-cpp lets it pass.
struct Refused {
  YAML::Mark mark;
  std::string message;
};

/// A node with what it weighs once its aliases are expanded.
struct Weighed {
  std::shared_ptr<Node> node;
  std::size_t nodes = 1;
  int height = 0;  ///< levels below
};

/// A map or list whose end has not come yet.
struct Open {
  Weighed of;
  YAML::anchor_t anchor = 0;
  bool has_key = false;  ///< a map: `key` waits for its value
  bool is_repeated = false;
  Entry key{};
  std::unordered_map<std::string, Place> seen{};
};

/// yaml-cpp's events into nodes. A handler of events rather than YAML::Load, because that keeps the last of
/// duplicate keys in silence and knows no budget.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const Origin& origin, Errors& errors)
      : text_(text), origin_(origin), errors_(errors),
        lines_(std::count(text.begin(), text.end(), '\n') + 1) {}

  NodePtr root() const { return root_; }
  std::string path() const;
  Place place(const YAML::Mark& mark) const;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      throw Refused{mark, "the document has ended before this (a file holds one document)"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  bool expects_key() const {
    return !open_.empty() && open_.back().of.node->kind == Node::Kind::map && !open_.back().has_key;
  }
  static std::size_t offset(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.pos, 0));
  }
  Place null_place(const YAML::Mark& mark) const;
  void refuse_tag(const YAML::Mark& mark, const std::string& tag);
  void take_key(const YAML::Mark& mark, const std::string& key);
  [[noreturn]] void refuse_key(const YAML::Mark& mark, const Node& node) const;
  void charge(const YAML::Mark& mark, std::size_t nodes, int height);
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind);
  void close();
  void attach(const Weighed& child);

  std::string_view text_;
  const Origin& origin_;
  Errors& errors_;
  std::ptrdiff_t lines_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Weighed> anchors_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
  NodePtr root_;
};

std::shared_ptr<Node> make_node(Node::Kind kind, Place place) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->place = std::move(place);
  return node;
}

std::string TreeBuilder::path() const {
  std::string path = origin_.path;
  for (const Open& level : open_) {
    if (level.has_key) path = joined(path, level.key.key);
    if (level.of.node->kind == Node::Kind::sequence) path += fmt::format("[{}]", level.of.node->items.size());
  }
  return path;
}

/// yaml-cpp counts from 0, and puts what it misses at the end onto a line behind the last.
Place TreeBuilder::place(const YAML::Mark& mark) const {
  if (mark.is_null()) return {origin_.file, 1, 1 + origin_.columns_before};
  if (mark.line < lines_) return {origin_.file, mark.line + 1, mark.column + 1 + origin_.columns_before};
  const std::size_t last = text_.rfind('\n') + 1;  // npos + 1 is 0
  return {origin_.file, static_cast<int>(lines_),
          static_cast<int>(text_.size() - last) + 1 + origin_.columns_before};
}

/// yaml-cpp marks a value that is left out at the token behind it, which may be lines below.
Place TreeBuilder::null_place(const YAML::Mark& mark) const {
  if (open_.empty()) return place(mark);
  if (open_.back().has_key) return open_.back().key.key_place;
  const bool is_written = offset(mark) < text_.size() &&
                          std::string_view("~nN").find(text_[offset(mark)]) != std::string_view::npos;
  return is_written ? place(mark) : open_.back().of.node->place;
}

void TreeBuilder::refuse_tag(const YAML::Mark& mark, const std::string& tag) {
  // "?" is plain, "!" is quoted: what yaml-cpp makes up where no tag is
  if (!tag.empty() && tag != "?" && tag != "!")
    errors_.add(place(mark), path(), fmt::format("tag {} has no meaning here", quote(tag)));
}

void TreeBuilder::charge(const YAML::Mark& mark, std::size_t nodes, int height) {
  nodes_ += nodes;
  if (nodes_ > max_nodes)
    throw Refused{mark,
                  fmt::format("more than {} values (aliases counted as often as they are used)", max_nodes)};
  if (static_cast<int>(open_.size()) + height >= max_depth)
    throw Refused{mark, fmt::format("nested deeper than {} levels", max_depth)};
}

void TreeBuilder::take_key(const YAML::Mark& mark, const std::string& key) {
  Open& map = open_.back();
  map.key = {key, place(mark), nullptr};
  if (key == "<<")
    errors_.add(map.key.key_place, path(),
                "merge keys ('<<') are not supported; repeat the keys or alias whole values");
  const auto [first, is_new] = map.seen.emplace(key, map.key.key_place);
  map.has_key = true;
  map.is_repeated = !is_new;
  if (!is_new)
    errors_.add(map.key.key_place, path(),
                fmt::format("duplicate key {} (first in line {}, column {})", quote(key), first->second.line,
                            first->second.column));
}

void TreeBuilder::refuse_key(const YAML::Mark& mark, const Node& node) const {
  if (!ends_within_brackets(text_.substr(std::min(offset(mark), text_.size()))))
    throw Refused{mark, "a key must be a word, not " + describe(node)};
  YAML::Mark end = mark;
  end.line = static_cast<int>(lines_);
  throw Refused{end, fmt::format("the text ends within {} that is opened in line {}, column {}",
                                 describe(node), mark.line + 1, mark.column + 1)};
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  charge(mark, 1, 0);
  if (expects_key()) throw Refused{mark, "a key is missing here"};
  const Weighed null{make_node(Node::Kind::null, null_place(mark))};
  if (anchor != 0) anchors_[anchor] = null;
  attach(null);
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                           const std::string& value) {
  charge(mark, 1, 0);
  refuse_tag(mark, tag);
  if (tag != "?" && is_left_open(text_.substr(std::min(offset(mark), text_.size()))))
    throw Refused{mark, "a quote is opened here and never closed"};
  Weighed scalar{make_node(Node::Kind::scalar, place(mark))};
  scalar.node->text = value;
  scalar.node->quoted = tag == "!";
  if (anchor != 0) anchors_[anchor] = scalar;
  if (expects_key()) return take_key(mark, value);
  attach(scalar);
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) throw Refused{mark, "an alias within the value that it names"};
  charge(mark, found->second.nodes, found->second.height);
  const Node& node = *found->second.node;
  if (!expects_key()) return attach(found->second);
  if (node.kind != Node::Kind::scalar) throw Refused{mark, "a key must be a word, not " + describe(node)};
  take_key(mark, node.text);
}

void TreeBuilder::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       Node::Kind kind) {
  charge(mark, 1, 0);
  refuse_tag(mark, tag);
  Weighed node{make_node(kind, place(mark))};
  if (expects_key()) refuse_key(mark, *node.node);
  open_.push_back({std::move(node), anchor});
}

void TreeBuilder::close() {
  const Weighed done = std::move(open_.back().of);
  if (open_.back().anchor != 0) anchors_[open_.back().anchor] = done;
  open_.pop_back();
  attach(done);
}

void TreeBuilder::attach(const Weighed& child) {
  if (open_.empty()) {
    root_ = child.node;
    return;
  }
  Open& parent = open_.back();
  parent.of.nodes += child.nodes;
  parent.of.height = std::max(parent.of.height, child.height + 1);
  if (parent.of.node->kind == Node::Kind::sequence) {
    parent.of.node->items.push_back(child.node);
    return;
  }
  parent.key.value = child.node;
  if (!parent.is_repeated) parent.of.node->entries.push_back(std::move(parent.key));
  parent.has_key = false;
}

}  // namespace

NodePtr parse_yaml(std::string_view text, const Origin& origin, Errors& errors) {
  TreeBuilder builder{text, origin, errors};
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.root();
  } catch (const Refused& refused) {
    errors.add(builder.place(refused.mark), builder.path(), refused.message);
  } catch (const YAML::Exception& exception) {
    errors.add(builder.place(exception.mark), builder.path(), "not YAML: " + exception.msg);
  }
  return nullptr;
}

}  // namespace kickpath::config
