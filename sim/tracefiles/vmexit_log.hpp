#pragma once
#include <filesystem>
#include <istream>
#include <string>
#include <vector>

#include "config/error.hpp"
#include "time/cycles.hpp"

/// Logs of kvm-unit-tests' x86/vmexit.flat: a line "NAME CYCLES" for each test, amid the output of firmware
/// and harness.
namespace kickpath::tracefiles {

struct VmexitTest {
  std::string
      name;  ///< "inl_from_kernel", "mmio-wildcard-eventfd:pci-mem"; "ipi self_ipi_tpr" for a part of a test
  Cycles cycles;  ///< of the TSC, per iteration
  int line = 0;
};

/// A line that the log lacks the end of is left out. Errors: no such line, the same name twice, no cycles.
std::vector<VmexitTest> read_vmexit_log(std::istream& in, const std::string& name, config::Errors& errors);

std::vector<VmexitTest> read_vmexit_log_file(const std::filesystem::path& path, config::Errors& errors);

/// ns of one iteration, by the TSC's frequency.
double nanoseconds_of(const VmexitTest& test, Frequency tsc);

}  // namespace kickpath::tracefiles
