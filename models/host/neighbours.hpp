#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "cost/cost_profile.hpp"
#include "engine/random_stream.hpp"
#include "engine/timer.hpp"
#include "time/ids.hpp"

/// Other tenants of the machine below: each core of a virtual host is slowed down for a part of the time,
/// each by itself, as its SMT sibling is busy or not. Stays of either kind last exponentially long. The
/// profile's costs are those of the average, so that a core is a little faster than they say in between.
namespace kickpath::host {

class Neighbours {
 public:
  /// Told the speed of a core whenever it changes; the first time at once. 1 is that of the profile's costs.
  using Change = std::function<void(CoreId, double)>;
  Neighbours(engine::Simulation& simulation, const cost::Neighbours& spec, std::uint32_t cores,
             Change change);

  static bool are_felt(const cost::Neighbours& spec) {
    return spec.share > 0 && spec.share < 1 && spec.slowdown > 1;
  }

 private:
  struct Sibling {
    std::unique_ptr<engine::Timer> next;
    bool is_busy = false;
  };

  void turn(CoreId core);
  void begin(CoreId core, bool is_busy);

  engine::Simulation& simulation_;
  cost::Neighbours spec_;
  Change change_;
  engine::RandomStream random_;
  std::vector<Sibling> siblings_;
};

}  // namespace kickpath::host
