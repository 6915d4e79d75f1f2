#include "hostfacts/scheduler_fact.hpp"

#include <array>
#include <charconv>

namespace kickpath::hostfacts {

namespace {

struct Since {
  KernelVersion kernel;
  std::string_view policy;
  std::string_view version;
};

// As models/host/run_queue_catalogue.cpp lists them (a test compares). CFS came with 2.6.23; EEVDF replaced
// it in 6.6. No version of CFS is named: the one we have is that of 2.6.36, from before 6.5 by a decade.
constexpr std::array known{Since{{2, 6, 23}, "cfs", ""}, Since{{6, 6, 0}, "eevdf", "6.6"},
                           Since{{6, 12, 0}, "eevdf", "6.12"}, Since{{6, 18, 0}, "eevdf", "6.18"}};

/// Takes a number off the front of `text`.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<std::int64_t> take_dot_number(std::string_view& text) {
  if (!text.starts_with('.')) return std::nullopt;
  text.remove_prefix(1);
  return take_number(text);
}

}  // namespace

std::optional<KernelVersion> parse_kernel_version(std::string_view release) {
  const auto major = take_number(release);
  const auto minor = take_dot_number(release);
  if (!major || !minor) return std::nullopt;
  return KernelVersion{*major, *minor, take_dot_number(release).value_or(0)};
}

std::optional<SchedulerFact> scheduler_of(const HostFiles& files) {
  if (files.word("sys/kernel/sched_ext/state") == "enabled") return SchedulerFact{"sched_ext", ""};
  const auto release = files.word("proc/sys/kernel/osrelease");
  const auto kernel = release ? parse_kernel_version(*release) : std::nullopt;
  std::optional<SchedulerFact> newest;
  for (const Since& since : known)
    if (kernel && since.kernel <= *kernel)
      newest = SchedulerFact{std::string{since.policy}, std::string{since.version}};
  return newest;
}

}  // namespace kickpath::hostfacts
