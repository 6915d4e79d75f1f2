#include "explain/attribute.hpp"

#include <memory>
#include <utility>

namespace kickpath::explain {

namespace {

class Listener final : public scenario::Listener {
 public:
  Listener(engine::Simulation& simulation, vm::Machine& machine, const vm::MachineSpec& spec,
           std::vector<trace::Attribution>& results)
      : attributor_(simulation, machine, spec), results_(results) {}
  void begin(Instant now) override { attributor_.begin(now); }
  void end(Instant now) override { results_.push_back(attributor_.end(now)); }

 private:
  trace::Attributor attributor_;
  std::vector<trace::Attribution>& results_;
};

}  // namespace

std::vector<Replica> attribute(const scenario::ScenarioSpec& spec, const cost::CostProfile& profile,
                               const scenario::Progress& progress) {
  std::vector<trace::Attribution> attributions;
  std::vector<results::Replica> counted = scenario::simulate(
      spec, profile, progress, [&](engine::Simulation& simulation, vm::Machine& machine, std::uint32_t) {
        return std::make_unique<Listener>(simulation, machine, spec.machine, attributions);
      });
  std::vector<Replica> replicas;
  for (std::size_t i = 0; i < counted.size(); ++i)
    replicas.push_back({std::move(attributions[i]), std::move(counted[i])});
  return replicas;
}

}  // namespace kickpath::explain
