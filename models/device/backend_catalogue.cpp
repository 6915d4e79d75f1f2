#include "device/backend_catalogue.hpp"

#include "device/disk_backend.hpp"
#include "device/fixed_backend.hpp"
#include "device/null_backend.hpp"
#include "engine/error.hpp"

namespace kickpath::device {

std::unique_ptr<Backend> make_backend(const BackendSpec& spec, engine::Simulation& simulation,
                                      const std::string& name) {
  const auto sampler = [&](const Distribution& law, const char* what) {
    return workload::Sampler{law, simulation.random(std::string{name}.append("/").append(what))};
  };
  switch (spec.kind) {
    case BackendKind::null:
      return std::make_unique<NullBackend>();
    case BackendKind::fixed:
      return std::make_unique<FixedBackend>(simulation, sampler(spec.service, "service"),
                                            sampler(spec.latency, "latency"));
    case BackendKind::disk:
      return std::make_unique<DiskBackend>(
          simulation, disk::Shape{spec.spindles, spec.parallel, spec.bandwidth},
          sampler(spec.submit, "submit"), sampler(spec.seek, "seek"), simulation.random(name + "/place"));
  }
  engine::check_invariant(false, "a backend kind without a maker");
  return nullptr;
}

}  // namespace kickpath::device
