#include "vmm/backend.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "disk/stations.hpp"
#include "vmm/law_table.hpp"

namespace kickpath::vmm {

namespace {

using device::BackendKind;
using device::BackendSpec;

class NullBackend final : public Backend {
 public:
  bool serve(const Request&, Instant) override { return true; }
};

/// So much CPU time of the server, then, unless it is 0, so much time of the device, any number at once.
class FixedBackend final : public Backend {
 public:
  FixedBackend(const BackendSpec& spec, const protocol::SpinRate& spin, std::uint64_t seed)
      : service_(spec.service), latency_(spec.latency), spin_(spin), draws_(seed) {}

  bool serve(const Request& request, Instant now) override {
    protocol::spin(spin_.iterations(draws_.draw(service_.law())));
    const Duration latency = draws_.draw(latency_.law());
    if (latency == Duration::zero()) return true;
    under_way_.push_back({now + latency, request.tag});
    std::push_heap(under_way_.begin(), under_way_.end());
    return false;
  }

  std::optional<Instant> next_event() const override {
    return under_way_.empty() ? std::nullopt : std::optional(under_way_.front().end);
  }

  std::optional<std::uint64_t> take_finished(Instant now) override {
    if (under_way_.empty() || under_way_.front().end > now) return std::nullopt;
    std::pop_heap(under_way_.begin(), under_way_.end());
    const std::uint64_t tag = under_way_.back().tag;
    under_way_.pop_back();
    return tag;
  }

 private:
  struct UnderWay {
    Instant end;
    std::uint64_t tag;
    bool operator<(const UnderWay& other) const { return end > other.end; }  // the first to end is in front
  };

  LawTable service_;
  LawTable latency_;
  protocol::SpinRate spin_;
  protocol::Draws draws_;
  std::vector<UnderWay> under_way_;
};

/// The stations of the simulator's disk, in real time.
class DiskBackend final : public Backend {
 public:
  DiskBackend(const BackendSpec& spec, const protocol::SpinRate& spin, std::uint64_t seed)
      : submit_(spec.submit), seek_(spec.seek), spin_(spin), draws_(seed), spindles_(spec.spindles),
        stations_({spec.spindles, spec.parallel, spec.bandwidth},
                  [this] { return draws_.draw(seek_.law()); }) {}

  bool serve(const Request& request, Instant now) override {
    protocol::spin(spin_.iterations(draws_.draw(submit_.law())));
    const auto spindle = static_cast<std::uint32_t>(protocol::scale(draws_.next(), spindles_, 64));
    stations_.submit(now, {request.bytes, spindle, request.tag});
    return false;
  }

  std::optional<Instant> next_event() const override { return stations_.next_event(); }
  std::optional<std::uint64_t> take_finished(Instant now) override { return stations_.take_finished(now); }

 private:
  LawTable submit_;
  LawTable seek_;
  protocol::SpinRate spin_;
  protocol::Draws draws_;
  std::uint32_t spindles_;
  disk::Stations stations_;
};

}  // namespace

std::unique_ptr<Backend> make_backend(const BackendSpec& spec, const protocol::SpinRate& spin,
                                      std::uint64_t seed) {
  switch (spec.kind) {
    case BackendKind::null:
      return std::make_unique<NullBackend>();
    case BackendKind::fixed:
      return std::make_unique<FixedBackend>(spec, spin, seed);
    case BackendKind::disk:
      return std::make_unique<DiskBackend>(spec, spin, seed);
  }
  throw std::logic_error("a backend kind without a maker");
}

}  // namespace kickpath::vmm
