#include "device/backend_catalogue.hpp"

#include "device/blocking_backend.hpp"
#include "device/disk_backend.hpp"
#include "device/fixed_backend.hpp"
#include "device/flush_barrier.hpp"
#include "device/merging_backend.hpp"
#include "device/null_backend.hpp"
#include "device/thread_pool_backend.hpp"
#include "engine/error.hpp"

namespace kickpath::device {

namespace {

class Maker {
 public:
  Maker(const BackendSpec& spec, const BackendParts& parts)
      : spec_(spec), parts_(parts), simulation_(parts.host.simulation()) {}

  std::unique_ptr<Backend> bare() const {
    switch (spec_.kind) {
      case BackendKind::null:
        return std::make_unique<NullBackend>();
      case BackendKind::fixed:
        return std::make_unique<FixedBackend>(simulation_, sampler(spec_.service, "service"),
                                              sampler(spec_.latency, "latency"));
      case BackendKind::disk:
        return disk();
    }
    engine::check_invariant(false, "a backend kind without a maker");
    return nullptr;
  }

 private:
  workload::Sampler sampler(const Distribution& law, const char* what) const {
    return {law, simulation_.random(parts_.name + '/' + what)};
  }

  // A thread that waits for each request makes a pread(2) or pwrite(2) of it.
  cost::Component call() const {
    const bool waits = spec_.aio == DiskAio::threads || parts_.blocks;
    return waits ? cost::Component::syscall : cost::Component::aio_submit;
  }

  // From the platters outwards: who submits, who waits for whom, what goes in one.
  std::unique_ptr<Backend> disk() const {
    const disk::Shape shape{spec_.spindles, spec_.parallel, spec_.bandwidth};
    std::unique_ptr<Backend> made = std::make_unique<DiskBackend>(
        simulation_, shape, call(), spec_.batches, sampler(spec_.submit, "submit"),
        sampler(spec_.seek, "seek"), simulation_.random(parts_.name + "/place"));
    if (spec_.aio == DiskAio::threads)
      made = std::make_unique<ThreadPoolBackend>(parts_.host, std::move(made), spec_.threads, parts_.helper);
    if (parts_.has_flushes)
      made = std::make_unique<FlushBarrier>(simulation_, std::move(made), sampler(spec_.flush, "flush"));
    if (spec_.merges) made = std::make_unique<MergingBackend>(std::move(made));
    return made;
  }

  const BackendSpec& spec_;
  const BackendParts& parts_;
  engine::Simulation& simulation_;
};

}  // namespace

std::unique_ptr<Backend> make_backend(const BackendSpec& spec, const BackendParts& parts) {
  std::unique_ptr<Backend> made = Maker(spec, parts).bare();
  if (parts.blocks && is_asynchronous(spec))
    made = std::make_unique<BlockingBackend>(parts.host, std::move(made));
  return made;
}

}  // namespace kickpath::device
