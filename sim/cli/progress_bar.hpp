#pragma once
#include <chrono>
#include <string>
#include <string_view>

namespace kickpath::cli {

/// One line on stderr that shows how far a run is, if stderr is a terminal; silent otherwise. Gone when the
/// run is over.
class ProgressBar {
 public:
  /// `from`: how much was done before, which says nothing of the time left.
  explicit ProgressBar(std::string label, double from = 0);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `done`: 0 to 1; `note` stands behind it. Draws at most ten times a second.
  void show(double done, std::string_view note = "");

  /// Since the beginning.
  double seconds() const;

 private:
  std::string label_;
  double from_;
  bool is_terminal_;
  bool has_drawn_ = false;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace kickpath::cli
