#include "explain/bottleneck.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace kickpath::explain {

using trace::Part;

namespace {

constexpr double near_its_limit = 0.9;

std::string name_of(const CoreSplit& core) {
  return core.host.empty() ? fmt::format("core {}", core.id.value)
                           : fmt::format("core {} of {}", core.id.value, core.host);
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100 * share); }

/// The class in which most time was spent; null: no operation came to its end.
const OperationSplit* main_class(const Explanation& explanation) {
  const OperationSplit* most = nullptr;
  const auto time = [](const OperationSplit& split) {
    return split.latency ? split.latency->mean * static_cast<double>(split.operations) : 0;
  };
  for (const OperationSplit& split : explanation.operations)
    if (split.latency && (most == nullptr || time(split) > time(*most))) most = &split;
  return most;
}

Part largest_part(const OperationSplit& split) {
  const auto larger = [&](const trace::PartInfo& a, const trace::PartInfo& b) {
    return split.share(a.part) < split.share(b.part);
  };
  return std::max_element(trace::parts.begin(), trace::parts.end(), larger)->part;
}

/// Who uses it most.
std::string users_of(const CoreSplit& core) {
  std::vector<std::pair<std::string, double>> users(core.by.begin(), core.by.end());
  std::stable_sort(users.begin(), users.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < users.size() && i < 3; ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", users[i].first, percent(users[i].second));
  return text;
}

Bottleneck chain(const OperationSplit& split, const CoreSplit& busiest) {
  const Part part = largest_part(split);
  return {
      "", busiest.useful(),
      fmt::format(
          "No resource is near its limit (the busiest, {}, works for {} of its time): an operation of {}/{} "
          "is a chain of steps, and the largest part of its latency is {}, {}.",
          name_of(busiest), percent(busiest.useful()), split.of.vms, split.of.device, trace::name_of(part),
          percent(split.share(part)))};
}

}  // namespace

Bottleneck find_bottleneck(const Explanation& explanation) {
  const auto less_useful = [](const CoreSplit& a, const CoreSplit& b) { return a.useful() < b.useful(); };
  const CoreSplit& busiest =
      *std::max_element(explanation.cores.begin(), explanation.cores.end(), less_useful);
  const OperationSplit* split = main_class(explanation);
  if (split != nullptr && split->share(Part::device) >= 0.5)
    return {
        fmt::format("device of {}/{}", split->of.vms, split->of.device), split->share(Part::device),
        fmt::format(
            "The device of {}/{} is the bottleneck: an operation spends {} of its latency in it; the busiest "
            "core, {}, works for {} of its time.",
            split->of.vms, split->of.device, percent(split->share(Part::device)), name_of(busiest),
            percent(busiest.useful()))};
  if (busiest.useful() >= near_its_limit) {
    std::string text = name_of(busiest);
    return {text, busiest.useful(),
            fmt::format("The bottleneck is {}: it works for {} of its time ({}).", text,
                        percent(busiest.useful()), users_of(busiest))};
  }
  if (split == nullptr) return {"", busiest.useful(), "No operation came to its end in the measured time."};
  if (split->share(Part::lock_wait) >= 0.3)
    return {fmt::format("lock of {}", split->of.vms), split->share(Part::lock_wait),
            fmt::format("The bottleneck is a lock: operations of {}/{} wait for it for {} of their latency.",
                        split->of.vms, split->of.device, percent(split->share(Part::lock_wait)))};
  return chain(*split, busiest);
}

}  // namespace kickpath::explain
