#pragma once
#include "microbench/stage.hpp"

/// One thread, alone on its core: system calls, events, ring operations.
namespace kickpath::microbench {

Duration empty_system_call(const cost::CostProfile& profile);
Duration event_write(const cost::CostProfile& profile);
Duration event_write_and_read(const cost::CostProfile& profile);
Duration epoll_ready(const cost::CostProfile& profile);
Duration copy_page(const cost::CostProfile& profile);
/// For one request of a loop of depth 64: the tests are made once for all.
Duration driver_program(const cost::CostProfile& profile);
Duration device_program(const cost::CostProfile& profile);
Duration tick(const cost::CostProfile& profile);

/// What is measured as it is: a component with nothing around it.
template <cost::Component C>
Duration alone(const cost::CostProfile& profile) {
  return time_alone(profile, [](host::Task& self) { self.run_through(self.host().cost(C)); });
}

}  // namespace kickpath::microbench
