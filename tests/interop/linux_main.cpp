// Catch2's main, but for machines without QEMU or a kernel: there it is no failure that nothing can be tried.
#define CATCH_CONFIG_RUNNER
#include <cstdlib>
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "qemu/qemu_program.hpp"
#include "vmm/system_call.hpp"

namespace {

std::string what_is_missing() {
  if (std::getenv("KICKPATH_INTEROP_LINUX") == nullptr)
    return "KICKPATH_INTEROP_LINUX names no folder with an unpacked linux-image package (scripts/interop "
           "fetches one)";
  try {
    kickpath::qemu::find_qemu();
  } catch (const kickpath::vmm::MachineCannot& reason) {
    return reason.what();
  }
  return "";
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  if (const std::string reason = what_is_missing(); !reason.empty()) {
    fmt::print("skipped: {}\n", reason);
    return skipped;
  }
  return Catch::Session().run(argc, argv);
}
