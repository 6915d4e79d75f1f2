// Catch2's main, but for machines without KVM or QEMU: there it is no failure that nothing can be tried.
#define CATCH_CONFIG_RUNNER
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "qemu/qemu_program.hpp"
#include "vmm/kvm.hpp"
#include "vmm/system_call.hpp"

namespace {

std::optional<std::string> what_is_missing() {
  if (auto reason = kickpath::vmm::kvm_missing()) return reason;
  try {
    kickpath::qemu::find_qemu();
  } catch (const kickpath::vmm::MachineCannot& reason) {
    return reason.what();
  }
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  if (const auto reason = what_is_missing()) {
    fmt::print("skipped: {}\n", *reason);
    return skipped;
  }
  return Catch::Session().run(argc, argv);
}
