#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/study.hpp"

/// The axis of a study along which its capacity is looked for, and the combinations of all others.
namespace kickpath::capacity {

/// A value of the axis.
struct Level {
  std::size_t alternative = 0;  ///< of its factor
  std::string text;             ///< as written
  std::int64_t exact = 0;       ///< in the smallest unit
  double value = 0;             ///< in the base unit: seconds, bytes, bytes a second, or none
  double load = 0;              ///< rises with the position: the value, or 1 / value (a rate of arrivals)
};

/// What the command line says.
struct AxisChoice {
  std::string path;         ///< empty: the only axis, or the only one that is a load
  bool is_falling = false;  ///< the smaller the value, the larger the load; arrivals need not say so
};

class LoadAxis {
 public:
  /// The axis, its values by rising load, each once. Nothing after errors, which are told in the study:
  /// values that are no numbers of one kind, no axis that may be meant, or several.
  static std::optional<LoadAxis> of(const study::Study& study, const AxisChoice& choice,
                                    config::Errors& errors);

  const std::string& path() const { return path_; }
  bool is_falling() const { return is_falling_; }
  const std::vector<Level>& levels() const { return levels_; }
  std::size_t size() const { return levels_.size(); }

  /// Combinations of the other axes, the last varying fastest; at least 1.
  std::uint64_t rows() const { return rows_; }
  /// The study's point of a combination at a position.
  std::uint64_t point(std::uint64_t row, std::size_t position) const;
  /// What a combination sets; nothing of the axis.
  study::Settings settings(const study::Study& study, std::uint64_t row) const;
  /// The paths of all of these, in their order, each once.
  std::vector<std::string> other_paths(const study::Study& study) const;

  /// The position of a value as `text` says it, in whatever spelling: "1000 us" for 1 ms.
  std::optional<std::size_t> position_of(const std::string& text) const;

 private:
  std::string path_;
  bool is_falling_ = false;
  std::size_t factor_ = 0;
  std::vector<Level> levels_;
  config::NodePtr like_;  ///< the first value as written
  std::uint64_t factor_size_ = 1;
  std::uint64_t inner_ = 1;  ///< points of the factors behind the axis' own
  std::uint64_t rows_ = 1;
};

}  // namespace kickpath::capacity
