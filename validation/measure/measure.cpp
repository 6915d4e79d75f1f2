#include "measure/measure.hpp"

#include "hostfacts/cpu_list.hpp"
#include "hostfacts/host_record.hpp"

namespace kickpath::measure {

Measurement measure_host(std::span<const Group> groups, const MeasureRequest& request) {
  const hostfacts::TscClock tsc = hostfacts::calibrate_tsc();
  hostfacts::HostRecord host = hostfacts::read_host_record(request.files);
  // Measured where the kernel does not say: most do not.
  if (!host.cpu.tsc_khz) host.cpu.tsc_khz = tsc.frequency().hertz / 1000;
  const Cores cores = choose_cores(hostfacts::allowed_cores(), request.files);
  const SuiteSetting setting{tsc,
                             cores,
                             request.effort,
                             request.rounds,
                             request.only,
                             [&] { return hostfacts::take_host_use(request.files); },
                             request.progress};
  return {hostfacts::to_json(host), request.versions, cores, run_suite(groups, setting)};
}

}  // namespace kickpath::measure
