#include "microbench/stage.hpp"

#include <utility>

#include "engine/error.hpp"

namespace kickpath::microbench {

using namespace literals;

namespace {

host::HostSpec two_cores(Preemption preemption, std::optional<std::uint32_t> hz) {
  host::HostSpec spec;
  spec.cores = 2;
  spec.hz = hz;
  spec.scheduler.policy = preemption == Preemption::none ? "fifo" : "cfs";
  return spec;
}

}  // namespace

Stage::Stage(const cost::CostProfile& profile, Preemption preemption, std::optional<std::uint32_t> hz)
    : host_(simulation_, two_cores(preemption, hz), profile),
      curtain_(simulation_, [] { engine::check_invariant(false, "a micro-benchmark came to no result"); }) {
  curtain_.arm(Instant{900_ms});  // before the first tick
}

host::Task& Stage::play(const char* name, CoreId core, Script script) {
  return host_.spawn({name, -1, host::CoreSet::only(core), 0, false},
                     [script = std::move(script)](host::Task& self) {
                       script(self);
                       for (;;) self.block("nothing: its script is over");
                     });
}

void Stage::compute_on(CoreId core) {
  play("hog", core, [](host::Task& self) { self.run_through(Duration::max()); });
}

void Stage::report(Duration result) {
  result_ = result;
  simulation_.stop();
}

Duration Stage::run() {
  simulation_.run();
  return result_.value();
}

Duration time_alone(const cost::CostProfile& profile, const Stage::Script& script) {
  Stage stage(profile);
  stage.play("alone", home, [&](host::Task& self) {
    const Instant begun = stage.now();
    script(self);
    stage.report(stage.now() - begun);
  });
  return stage.run();
}

}  // namespace kickpath::microbench
