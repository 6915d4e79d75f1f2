#pragma once
#include <chrono>
#include <string>

namespace kickpath::cli {

/// One line on stderr that shows how far a run is, if stderr is a terminal; silent otherwise. Gone when the
/// run is over.
class ProgressBar {
 public:
  explicit ProgressBar(std::string label);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// `done`: 0 to 1. Draws at most ten times a second.
  void show(double done);

 private:
  std::string label_;
  bool is_terminal_;
  bool has_drawn_ = false;
  std::chrono::steady_clock::time_point begun_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace kickpath::cli
