#include <array>
#include <cstddef>
#include <memory>

#include "guest/world.hpp"
#include "measure/host_benches.hpp"
#include "program/closed_loop.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/split_driver.hpp"
#include "vmm/clock_rates.hpp"
#include "vmm/served_queue.hpp"

namespace kickpath::measure {

using namespace virtqueue;

namespace {

constexpr std::uint16_t depth = 64;
constexpr unsigned visits_a_sample = 20;
constexpr std::uint64_t data = area_bytes(depth);

/// A guest whose device is a call away.
class CallingWorld : public guest::World {
 public:
  CallingWorld(protocol::VcpuControl& control, vmm::ServedQueue& device)
      : World(control), control_(control), device_(device) {}

  void kick(QueueId) {
    const Ticks begin = rdtscp();
    device_.drain();
    in_device_ += rdtscp() - begin;
    if (++visits_ == visits_a_sample) protocol::store_shared(control_.should_stop, 1u);
  }
  void wait_for_interrupt() {}  // nothing is ever in flight after a kick

  Ticks in_device() const { return in_device_; }

 private:
  protocol::VcpuControl& control_;
  vmm::ServedQueue& device_;
  Ticks in_device_ = 0;
  unsigned visits_ = 0;
};

using Driver = SplitDriver<DirectMemory>;

/// A queue, its guest and its device, all in this process.
class OneThread {
 public:
  explicit OneThread(Frequency tsc)
      : tsc_(vmm::tsc_rate_of(static_cast<double>(tsc.hertz))), histogram_(duration_buckets::count),
        backend_(vmm::make_backend({}, {}, 1)),
        no_interrupt_(-1, notify::InterruptPathKind::none, 0, 0, 0) {}

  /// Ticks of the driver's program, and of the device's, for visits_a_sample * depth requests.
  std::pair<Ticks, Ticks> run() {
    protocol::VcpuControl control;
    control.plan.tsc = tsc_;
    control.plan.histogram = reinterpret_cast<std::uint64_t>(histogram_.data());
    area_.fill(std::byte{0});
    const DirectMemory memory{area_.data(), GuestAddress{0}, area_.size()};
    const QueueLayout rings = lay_out(GuestAddress{0}, depth);
    vmm::QueuePlan plan;
    plan.rings = rings;
    vmm::ServedQueue device(memory, plan, Suppression::flags, *backend_, no_interrupt_,
                            protocol::TscClock(tsc_, protocol::read_tsc()));
    CallingWorld world(control, device);
    Driver driver(memory, rings, driver_slots_, Suppression::flags);
    program::RequestTable requests(request_slots_);
    program::RequestLayout layout;
    layout.data = GuestAddress{data};
    std::array sides{program::DriverSide<CallingWorld, Driver>(world, QueueId{0}, memory, driver, layout, requests)};
    program::ClosedLoop<protocol::Law> loop;
    loop.polls = true;
    loop.batch = depth;
    const Ticks begin = rdtscp();
    program::run_closed_loop<CallingWorld, Driver>(world, sides, loop);
    const Ticks all = rdtscp() - begin;
    return {all - world.in_device(), world.in_device()};
  }

 private:
  protocol::TscRate tsc_;
  std::vector<std::uint64_t> histogram_;
  std::unique_ptr<vmm::Backend> backend_;
  vmm::InterruptLine no_interrupt_;
  alignas(cache_line) std::array<std::byte, data + 512> area_{};
  std::array<DriverSlot, depth> driver_slots_{};
  std::array<program::RequestSlot, depth> request_slots_{};
};

}  // namespace

std::vector<Samples> time_programs(Bench& bench) {
  constexpr unsigned requests = visits_a_sample * depth;
  std::vector<Samples> samples(2, Samples{{}, requests, {}});
  const auto thread = std::make_unique<OneThread>(bench.tsc());
  thread->run();  // warms up
  while (bench.goes_on(samples[0].values.size())) {
    const auto [driver, device] = thread->run();
    samples[0].values.push_back(bench.to_ns(driver) / requests);
    samples[1].values.push_back(bench.to_ns(device) / requests);
  }
  return samples;
}

}  // namespace kickpath::measure
