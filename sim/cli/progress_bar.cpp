#include "cli/progress_bar.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace kickpath::cli {

using Clock = std::chrono::steady_clock;

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), is_terminal_(isatty(STDERR_FILENO) == 1), begun_(Clock::now()),
      drawn_(begun_) {}

ProgressBar::~ProgressBar() {
  if (has_drawn_) fmt::print(stderr, "\r\033[K");
}

void ProgressBar::show(double done) {
  const auto now = Clock::now();
  if (!is_terminal_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  has_drawn_ = true;
  const double passed = std::chrono::duration<double>(now - begun_).count();
  const double left = done > 0 ? passed * (1 - done) / done : 0;
  constexpr int width = 30;
  const auto filled = static_cast<int>(done * width);
  fmt::print(stderr, "\r\033[K{:.30} [{:#<{}}{:<{}}] {:3.0f} %  {:.0f} s left", label_, "", filled, "",
             width - filled, 100 * done, left);
  std::fflush(stderr);
}

}  // namespace kickpath::cli
