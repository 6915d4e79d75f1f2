#include "cli/progress_bar.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace kickpath::cli {

using Clock = std::chrono::steady_clock;

ProgressBar::ProgressBar(std::string label, double from)
    : label_(std::move(label)), from_(from), is_terminal_(isatty(STDERR_FILENO) == 1), begun_(Clock::now()),
      drawn_(begun_) {}

ProgressBar::~ProgressBar() {
  if (has_drawn_) fmt::print(stderr, "\r\033[K");
}

double ProgressBar::seconds() const { return std::chrono::duration<double>(Clock::now() - begun_).count(); }

void ProgressBar::show(double done, std::string_view note) {
  const auto now = Clock::now();
  if (!is_terminal_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  has_drawn_ = true;
  const double left = done > from_ ? seconds() * (1 - done) / (done - from_) : 0;
  constexpr int width = 30;
  const auto filled = static_cast<int>(done * width);
  fmt::print(stderr, "\r\033[K{:.30} [{:#<{}}{:<{}}] {:3.0f} %  {}{}{:.0f} s left", label_, "", filled, "",
             width - filled, 100 * done, note, note.empty() ? "" : ", ", left);
  std::fflush(stderr);
}

}  // namespace kickpath::cli
