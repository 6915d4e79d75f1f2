#pragma once
#include <vector>

#include "host/host.hpp"
#include "trace/attribution/activity.hpp"

namespace kickpath::trace {

/// One host of them.
class HostActivity final : public host::ChargeWatch {
 public:
  HostActivity(Activity& all, host::Host& host);

  void begin(Instant now);
  void close(Instant now);
  const std::vector<CoreLog>& cores() const { return cores_; }

  void priced(cost::Component component, Duration cost) override;
  void charged(host::Task& task, Duration work, host::Ground ground) override;
  void spends(host::Task& task, host::Stretch stretch, Duration work) override;
  void spent(host::Task& task, Duration left) override;
  void stolen(host::Task* task, Duration d) override;
  void poked(host::Task& task) override;

 private:
  void switches(CoreId core, host::Task* before, host::Task* next);
  void wakes(host::Task& wakee, host::Task* waker);
  void woken(host::Task& wakee, CoreId core);
  void comes_to_core(TaskActivity& task, CoreId core);
  void note_work(TaskActivity& task, Duration left);
  void log(TaskActivity& task, Part part, Instant end, const Cause& ended_by = {});
  void log_on_core(TaskActivity& task, Part part, Instant end, const Cause& ended_by = {});
  CoreLog& core(CoreId id) { return cores_[id.value]; }

  Activity& all_;
  host::Host& host_;
  std::vector<CoreLog> cores_;
  host::Task* switched_to_ = nullptr;  ///< by the last switch
  host::Task* migrates_ = nullptr;     ///< by the last migration
  TaskActivity* woken_ = nullptr;      ///< last, until its IPI is sent
};

}  // namespace kickpath::trace
