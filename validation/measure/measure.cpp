#include "measure/measure.hpp"

#include <memory>

#include "hostfacts/core_speed.hpp"
#include "hostfacts/cpu_list.hpp"

namespace kickpath::measure {

namespace {

// Measured where the kernel does not say: most do not.
hostfacts::HostRecord record_of_host(const hostfacts::HostFiles& files, const hostfacts::TscClock& tsc) {
  hostfacts::HostRecord host = hostfacts::read_host_record(files);
  if (!host.cpu.tsc_khz) host.cpu.tsc_khz = tsc.frequency().hertz / 1000;
  return host;
}

std::function<std::optional<bool>()> watch_calm(std::span<const CoreId> cores) {
  const auto watch = std::make_shared<hostfacts::CoreSpeedWatch>(cores, std::chrono::milliseconds(5));
  return [watch]() -> std::optional<bool> {
    const auto slowdown = watch->slowdown();
    return slowdown ? std::optional(hostfacts::is_calm(*slowdown)) : std::nullopt;
  };
}

std::optional<bool> wait_until_calm(std::span<const CoreId> cores, std::chrono::milliseconds patience) {
  return hostfacts::wait_until_calm(cores, patience, [] {});
}

std::optional<bool> nobody_waits(std::span<const CoreId>, std::chrono::milliseconds) { return std::nullopt; }
std::function<std::optional<bool>()> nobody_watches(std::span<const CoreId>) {
  return [] { return std::optional<bool>{}; };
}

}  // namespace

HostMeasurement::HostMeasurement(std::span<const Group> groups, const MeasureRequest& request)
    : request_(request), tsc_(hostfacts::calibrate_tsc()), host_(record_of_host(request.files, tsc_)),
      cores_(choose_cores(hostfacts::allowed_cores(), request.files)),
      rounds_(groups,
              {tsc_, cores_, request.effort, request.only,
               [files = request.files] { return hostfacts::take_host_use(files); },
               request.looks_for_neighbours ? wait_until_calm : nobody_waits,
               request.looks_for_neighbours ? watch_calm : nobody_watches,
               request.progress}) {}

Measurement HostMeasurement::result() const {
  return {hostfacts::to_json(host_), request_.versions, cores_, rounds_.result()};
}

Measurement measure_host(std::span<const Group> groups, const MeasureRequest& request) {
  unsigned done = 0;
  MeasureRequest of_round = request;
  of_round.progress = [&](std::string_view name, double share) {
    if (request.progress) request.progress(name, (done + share) / request.rounds);
  };
  HostMeasurement measurement(groups, of_round);
  for (; done < request.rounds; ++done) measurement.round();
  return measurement.result();
}

}  // namespace kickpath::measure
