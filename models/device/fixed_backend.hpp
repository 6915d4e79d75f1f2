#pragma once
#include "device/delayed_completions.hpp"
#include "workload/sampler.hpp"

namespace kickpath::device {

/// So much CPU time of the server, then, unless it is 0, so much time of the device, any number at once.
class FixedBackend final : public Backend {
 public:
  FixedBackend(engine::Simulation& simulation, workload::Sampler service, workload::Sampler latency)
      : service_(std::move(service)), latency_(std::move(latency)), completions_(simulation) {}

  bool serve(host::Task& server, const Request&, CompletionSink& sink, Ticket ticket) override {
    server.run_through(server.host().work(service_()));
    const Duration latency = latency_();
    if (latency == Duration::zero()) return true;
    completions_.after(latency, sink, ticket);
    return false;
  }

 private:
  workload::Sampler service_;
  workload::Sampler latency_;
  DelayedCompletions completions_;
};

}  // namespace kickpath::device
