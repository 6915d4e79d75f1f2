#include "vmm/hogs.hpp"

#include "protocol/spin.hpp"

namespace kickpath::vmm {

void Hogs::start(const std::vector<vm::BackgroundSpec>& groups, const std::vector<unsigned>& cpus,
                 Failure& failure) {
  for (const vm::BackgroundSpec& group : groups)
    for (std::uint32_t i = 0; i < group.count; ++i) {
      ThreadSpec spec{group.name + std::to_string(i), cpus, group.nice};
      if (!group.cores.empty()) spec.cpus = {cpus[group.cores[i % group.cores.size()]]};
      threads_.push_back(std::make_unique<Thread>(std::move(spec), failure, [this] {
        while (!are_over_.load(std::memory_order_relaxed)) protocol::spin(10'000);
      }));
    }
}

}  // namespace kickpath::vmm
