#include "cli/kvm_trace.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <stdexcept>
#include <unistd.h>
#include <vector>

#include "cli/measured_text.hpp"
#include "tracefiles/event_kind.hpp"
#include "tracefs/trace_clock.hpp"
#include "vmm/machine.hpp"

namespace kickpath::cli {

namespace {

// So much before the timeline's beginning the recording begins, so that it is known who runs where: several
// ticks, by when every core has switched or was idle.
constexpr Duration lead_in{10'000'000'000};  // 10 ms

/// Memory for the events of a core: 64 MiB for each second, four times what two busy VMs wrote; 4
/// MiB at least, 256 MiB at most. Where it is not enough the oldest events are lost, and that is told.
std::uint64_t buffer_kib(Duration recorded) {
  constexpr double kib_per_s = 65'536;
  return static_cast<std::uint64_t>(std::clamp(to_seconds(recorded) * kib_per_s, 4'096.0, 262'144.0));
}

Duration begin_of(const trace::TimelineBounds& shown) {
  return std::max(Duration::zero(), shown.from.time_since_epoch() - lead_in);
}

std::unique_ptr<trace::TimelineFile> open_measured(const std::string& path,
                                                   const trace::TimelineBounds& shown,
                                                   const RunInput& input) {
  if (path.empty()) return nullptr;
  nlohmann::ordered_json about{{"schema", "kickpath.timeline/1"}, {"world", "kvm"}};
  about["scenario"] = {{"name", input.spec.name}, {"hash", input.scenario_hash}};
  about["seed"] = input.spec.run.seed;
  about["versions"] = {{"kickpath", KICKPATH_VERSION}};
  return std::make_unique<trace::TimelineFile>(path, shown, std::move(about));
}

using Threads = std::vector<trace::MeasuredTimeline::Known>;

Threads threads_of(const vmm::Machine& machine) {
  Threads threads;
  for (const auto& vm : machine.vms())
    for (const auto& thread : vm->threads())
      threads.push_back({thread->tid(), vm->name(), thread->spec().name});
  for (const auto& hog : machine.hogs()) threads.push_back({hog->tid(), "", hog->spec().name});
  return threads;
}

}  // namespace

KvmTrace::KvmTrace(const TraceOptions& options, const RunInput& input)
    : input_(input), shown_(bounds_within(options, input)),
      timeline_(open_measured(options.path, shown_, input)),
      instance_(tracefs::mount_point(), fmt::format("kickpath-{}", getpid())) {
  if (!options.raw.empty()) raw_.emplace(options.raw);
  // Whoever reads `--trace -` may leave in the midst: that must not end us before the instance is removed.
  std::signal(SIGPIPE, SIG_IGN);
}

void KvmTrace::prepare(const KvmWorld& world) {
  using tracefiles::EventKind;
  clock_ = instance_.choose_clock({tracefs::tsc_clock, tracefs::mono_clock});
  const Duration recorded = shown_.to.time_since_epoch() - begin_of(shown_);
  instance_.record_cpus(world.cpus(input_), buffer_kib(recorded));
  std::vector<std::string> absent;
  bool has_kick = false;
  bool has_switch = false;
  for (const tracefiles::EventName& event : tracefiles::event_names) {
    const bool is_there = instance_.enable(event.system, event.name);
    if (!is_there) absent.push_back(fmt::format("{}:{}", event.system, event.name));
    has_kick |= is_there && (event.kind == EventKind::kvm_pio || event.kind == EventKind::kvm_mmio);
    has_switch |= is_there && event.kind == EventKind::sched_switch;
  }
  if (!has_kick || !has_switch)
    throw tracefs::Missing(
        fmt::format("this kernel has no tracepoint {}: no timeline can be made", fmt::join(absent, ", ")));
  if (!absent.empty())
    fmt::print(stderr, "note: not in the trace, because this kernel does not have them: {}\n",
               fmt::join(absent, ", "));
}

void KvmTrace::record(const KvmWorld& world, const std::function<void(double)>& progress) {
  prepare(world);
  world.record(input_,
               {begin_of(shown_), shown_.to.time_since_epoch(),
                [this](const vmm::Machine& machine) {
                  origin_ = tracefs::now_by(clock_);
                  threads_ = threads_of(machine);
                },
                [this] { instance_.on(); }, [this] { instance_.off(); }},
               progress);
  write(world.tsc());
}

void KvmTrace::write(Frequency tsc) {
  if (raw_) write_raw(tsc);
  if (timeline_ == nullptr) return;
  config::Errors errors;
  const tracefiles::TraceFacts facts =
      write_timeline(instance_.text().string(), {tsc, origin_}, *timeline_, errors, threads_);
  if (!errors.empty()) throw std::runtime_error("the trace cannot be read\n" + errors.format());
  for (const std::string& note : tracefiles::notes_on(facts)) fmt::print(stderr, "note: {}\n", note);
}

void KvmTrace::write_raw(Frequency tsc) {
  if (clock_ == tracefs::tsc_clock) raw_->write(fmt::format("# tsc: {} Hz\n", tsc.hertz));
  std::ifstream text(instance_.text(), std::ios::binary);
  std::vector<char> piece(1U << 16);
  while (text.read(piece.data(), static_cast<std::streamsize>(piece.size())) || text.gcount() > 0)
    raw_->write({piece.data(), static_cast<std::size_t>(text.gcount())});
  raw_->commit();
}

}  // namespace kickpath::cli
