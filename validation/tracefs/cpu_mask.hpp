#pragma once
#include <string>
#include <vector>

namespace kickpath::tracefs {

/// As the kernel writes and reads sets of cpus: hexadecimal words of 32 bits, the highest first, with commas
/// between ("1,00000003": cpus 0, 1 and 32).
std::string cpu_mask(const std::vector<unsigned>& cpus);

}  // namespace kickpath::tracefs
