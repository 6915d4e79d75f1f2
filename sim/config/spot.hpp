#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "config/error.hpp"
#include "config/node.hpp"
#include "time/cycles.hpp"

namespace kickpath::config {

/// What one reading of a document knows and collects.
struct Reading {
  Errors& errors;
  std::optional<Frequency> clock{};  ///< turns `2400 cycles` into time; without it cycles are an error
};

/// A spot of a document: a node, its path, and where errors about it go. What is missing has a spot too, with
/// its path and the place of its nearest parent, so `root.at("vms").at(0).at("pin").error("...")` is always
/// right. The Reading must outlive its spots.
class Spot {
 public:
  Spot(NodePtr root, Reading& reading);

  bool exists() const { return node_ != nullptr; }
  /// A null node where nothing exists.
  const Node& node() const;
  const std::string& path() const { return path_; }
  const std::optional<Frequency>& clock() const { return reading_->clock; }

  Spot at(std::string_view key) const;
  Spot at(std::size_t index) const;
  /// An entry of this very node, without a search.
  Spot at(const Entry& entry) const;
  /// As at(key), but errors point to the key instead of its value.
  Spot key(std::string_view key) const;
  Spot key(const Entry& entry) const;
  /// This spot, reporting elsewhere: a trial.
  Spot with(Reading& other) const;

  void add(const Errors& found) const { reading_->errors.add(found); }
  /// Always false, so that a reader can `return spot.error(...)`.
  bool error(std::string message) const;

 private:
  Spot child(std::string_view step, const NodePtr& node) const;

  NodePtr node_;
  Place place_;
  std::string path_;
  Reading* reading_;
};

/// `path` and a key behind it: "vms[0].name", or vms[0]["odd key"] where the key holds anything but letters,
/// digits, _ and -.
std::string joined(std::string_view path, std::string_view key);

}  // namespace kickpath::config
