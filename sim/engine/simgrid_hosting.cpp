#include "simgrid_hosting.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <exception>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

#include "simgrid_activity.hpp"
#include "simgrid_platform.hpp"
#include "simulation.hpp"

namespace kickpath::engine {

namespace sg4 = simgrid::s4u;

struct AwaitedActivity {
  Actor& actor;
  StartActivity begin;
  std::exception_ptr failure = nullptr;  ///< of `begin`
  bool has_failed = false;               ///< the activity, later
};

namespace {

/// Leaves SimGrid's main loop, which has no other early exit that keeps its clock where it is.
struct RunIsOver {};

/// Made once and never destroyed: SimGrid allows no second engine beside it, and its clock goes on from run
/// to run.
sg4::Engine& simgrid_engine() {
  if (sg4::Engine::has_instance()) return *sg4::Engine::get_instance();
  // SimGrid merges dates that are closer than its precision (1e-9 s by default), and takes options from argv.
  static char name[] = "kickpath", precision[] = "--cfg=surf/precision:1e-12",
              quiet[] = "--log=root.thresh:critical";
  // Messages take their bytes over the bandwidth, and share it, without the factors of SimGrid's default
  // model (13.01 on latency, 0.97 on bandwidth) and without 5 % of it for acknowledgements, which are packets
  // of our own.
  static char network[] = "--cfg=network/model:CM02", acks[] = "--cfg=network/crosstraffic:0";
#ifdef __SANITIZE_ADDRESS__
  // Debian builds SimGrid without telling AddressSanitizer of the stacks of SimGrid's own actors; threads
  // have stacks that it knows.
  static char threads[] = "--cfg=contexts/factory:thread";
  static char* arguments[] = {name, precision, quiet, network, acks, threads, nullptr};
#else
  static char* arguments[] = {name, precision, quiet, network, acks, nullptr};
#endif
  int count = static_cast<int>(std::size(arguments)) - 1;
  // SimGrid installs a handler for Ctrl-C that prints its actors and exits; the program's own stays.
  struct sigaction interrupt {};
  sigaction(SIGINT, nullptr, &interrupt);
  static auto* const engine = new sg4::Engine(&count, arguments);
  sigaction(SIGINT, &interrupt, nullptr);
  return *engine;
}

/// SimGrid tells of a cancelled activity's end in the next run only, through a raw pointer
/// (kernel/activity, 3.32): kept for good.
void abandon(const sg4::ActivityPtr& activity) {
  static auto* const abandoned = new std::vector<sg4::ActivityPtr>;
  abandoned->push_back(activity);
  activity->cancel();
}

Duration to_duration(double seconds) { return Duration{std::llround(seconds * 1e12)}; }

}  // namespace

class SimGridHosting::Host {
 public:
  explicit Host(Simulation& simulation) : simulation_(simulation), origin_(sg4::Engine::get_clock()) {}
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  ~Host() {
    for (const auto& [activity, in_flight] : std::exchange(in_flight_, {})) abandon(in_flight.pointer);
  }

  void run(Instant end);
  double next_event(double horizon);
  void start(AwaitedActivity& awaited);
  void complete(const sg4::Activity& activity);

 private:
  struct InFlight {
    sg4::ActivityPtr pointer;
    AwaitedActivity* awaited;
  };

  // SimGrid's clock at our date, and back. Doubles end here; the origin is the clock at which this simulation
  // began.
  double clock_at(Instant date) const { return origin_ + to_seconds(date.time_since_epoch()); }
  Instant date_at(double clock) const { return Instant{to_duration(clock - origin_)}; }

  void begin(AwaitedActivity& awaited);
  bool can_wake_nobody() const;

  Simulation& simulation_;
  const double origin_;
  Instant end_{};
  double end_clock_ = -1;  ///< -1: no end, as SimGrid has it
  std::unordered_map<const sg4::Activity*, InFlight> in_flight_;
  sg4::ActivityPtr finished_;  ///< the last one; SimGrid still uses it while it tells of its completion
};

namespace {

/// What SimGrid's loop sees of us. It outlives the simulations, because models cannot be taken out of an
/// engine.
class HostedModel : public simgrid::kernel::resource::Model {
 public:
  using NextEvent = std::function<double(double)>;
  explicit HostedModel() : Model("kickpath") {}

  bool next_occurring_event_is_idempotent() override { return false; }  // "run me up to the horizon"
  double next_occurring_event(double horizon) override { return next_event ? next_event(horizon) : -1; }
  void update_actions_state(double, double) override {}  // next_event has moved our clock already

  NextEvent next_event;
  std::function<void(const sg4::Activity&)> on_completion;
};

HostedModel& hosted_model() {
  static HostedModel* const model = [] {
    auto made = std::make_shared<HostedModel>();
    simgrid_engine().add_model(made);
    sg4::Activity::on_completion_cb([model = made.get()](const sg4::Activity& activity) {
      if (model->on_completion) model->on_completion(activity);
    });
    return made.get();
  }();
  return *model;
}

}  // namespace

void SimGridHosting::Host::run(Instant end) {
  if (!has_foreign_platform()) simgrid_platform();
  end_ = end;
  end_clock_ = end == never ? -1 : std::max(clock_at(end), sg4::Engine::get_clock());
  try {
    // SimGrid's run_until may return up to 10 us early, and before we have seen what it completed at the end.
    do sg4::Engine::get_instance()->run_until(end_clock_);
    while (end != never && (simulation_.now() < end || simulation_.calendar_.next_date() <= end));
  } catch (const RunIsOver&) {
    return;
  }
  if (end == never && simulation_.counted_ > 0) simulation_.report_deadlock();
}

/// SimGrid asks: go on by at most `horizon` seconds (negative: without bound), and say how far you went; -1
/// when nothing ran.
double SimGridHosting::Host::next_event(double horizon) {
  if (simulation_.is_over()) throw RunIsOver{};
  Calendar& calendar = simulation_.calendar_;
  const double clock = sg4::Engine::get_clock();
  const bool is_ours_to_the_end = horizon < 0 || (end_clock_ >= 0 && horizon >= end_clock_ - clock);
  const Instant limit =
      is_ours_to_the_end ? end_ : std::clamp(date_at(clock + horizon), calendar.now(), end_);
  calendar.open(limit, is_ours_to_the_end && limit != never ? limit + Duration{1} : limit);
  const bool ran = simulation_.dispatch_due();
  const bool was_interrupted = !calendar.is_open();
  if (!was_interrupted && is_ours_to_the_end && can_wake_nobody()) simulation_.report_deadlock();
  if (!was_interrupted && limit != never) calendar.move_clock(limit);
  calendar.close();
  if (!ran) return -1;
  const double advanced = std::max(0.0, clock_at(calendar.now()) - clock);
  if (horizon < 0) return advanced;
  return was_interrupted ? std::min(advanced, horizon) : horizon;
}

bool SimGridHosting::Host::can_wake_nobody() const {
  return simulation_.counted_ > 0 && in_flight_.empty() && simulation_.calendar_.next_date() == never &&
         sg4::Engine::get_instance()->get_actor_count() == 0;
}

// SimGrid may not be touched from inside next_event, only asked to call back as soon as that is over: a timer
// of the past does that. The calendar rests meanwhile.
void SimGridHosting::Host::start(AwaitedActivity& awaited) {
  simgrid::kernel::timer::Timer::set(0.0, [this, &awaited] { begin(awaited); });
  simulation_.calendar_.close();
}

void SimGridHosting::Host::begin(AwaitedActivity& awaited) {
  try {
    const sg4::ActivityPtr activity = awaited.begin();
    in_flight_.emplace(activity.get(), InFlight{activity, &awaited});
  } catch (...) {
    awaited.failure = std::current_exception();
    awaited.actor.unpark();
  }
}

void SimGridHosting::Host::complete(const sg4::Activity& activity) {
  const auto found = in_flight_.find(&activity);
  if (found == in_flight_.end()) return;
  AwaitedActivity& awaited = *found->second.awaited;
  awaited.has_failed = activity.get_state() != sg4::Activity::State::FINISHED;
  awaited.actor.unpark();
  finished_ = std::move(found->second.pointer);
  in_flight_.erase(found);
}

SimGridHosting::SimGridHosting(Simulation& simulation) {
  HostedModel& model = hosted_model();
  host_ = std::make_unique<Host>(simulation);
  model.next_event = [host = host_.get()](double horizon) { return host->next_event(horizon); };
  model.on_completion = [host = host_.get()](const sg4::Activity& activity) { host->complete(activity); };
}

SimGridHosting::~SimGridHosting() {
  hosted_model().next_event = nullptr;
  hosted_model().on_completion = nullptr;
}

void SimGridHosting::run(Instant end) { host_->run(end); }

void SimGridHosting::start(AwaitedActivity& awaited) { host_->start(awaited); }

void await_started(Simulation& simulation, AwaitedActivity& awaited) { simulation.hosting_->start(awaited); }

void await(Simulation& simulation, StartActivity start) {
  AwaitedActivity awaited{simulation.current(), std::move(start)};
  await_started(simulation, awaited);
  awaited.actor.park("a SimGrid activity");
  if (awaited.failure) std::rethrow_exception(awaited.failure);
  check_invariant(!awaited.has_failed, "the SimGrid activity awaited has failed or was cancelled");
}

}  // namespace kickpath::engine
