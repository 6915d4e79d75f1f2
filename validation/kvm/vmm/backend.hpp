#pragma once
#include <cstdint>
#include <memory>
#include <optional>

#include "device/device_spec.hpp"
#include "protocol/spin.hpp"
#include "time/duration.hpp"

/// The contract of what stands behind a device in the real world: the server's CPU time is spent, the
/// device's time passes by a timer.
namespace kickpath::vmm {

struct Request {
  std::uint64_t bytes = 0;
  std::uint64_t tag = 0;  ///< the caller's own, given back when it is finished
};

class Backend {
 public:
  virtual ~Backend() = default;
  /// Spends the calling thread's time. True: the request is done. False: take_finished() brings its tag
  /// later.
  virtual bool serve(const Request& request, Instant now) = 0;
  /// When to look again; none: nothing is under way. Callers of both take turns.
  virtual std::optional<Instant> next_event() const { return std::nullopt; }
  virtual std::optional<std::uint64_t> take_finished(Instant) { return std::nullopt; }
};

std::unique_ptr<Backend> make_backend(const device::BackendSpec& spec, const protocol::SpinRate& spin,
                                      std::uint64_t seed);

}  // namespace kickpath::vmm
