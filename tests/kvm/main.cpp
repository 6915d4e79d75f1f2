// Catch2's main, but for machines without KVM: there it is no failure that nothing can be tried.
#define CATCH_CONFIG_RUNNER
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "vmm/kvm.hpp"

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  if (const auto reason = kickpath::vmm::kvm_missing()) {
    fmt::print("skipped: {}\n", *reason);
    return skipped;
  }
  return Catch::Session().run(argc, argv);
}
