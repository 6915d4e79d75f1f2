#include <cstddef>
#include <cstdint>

#include "texts.hpp"
#include "tracefiles/vmexit_log.hpp"

using namespace kickpath;
using namespace kickpath::tracefiles;

/// libFuzzer's entry: the bytes as a trace and as a vmexit log. An exception, or silence, is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto reading = testing::read(text, {Frequency{2'000'000'000}});
  if (reading.events.empty() && reading.errors.empty() && reading.facts.unknown == 0) __builtin_trap();
  config::Errors errors;
  std::istringstream in{text};
  if (read_vmexit_log(in, "fuzz", errors).empty() && errors.empty()) __builtin_trap();
  return 0;
}
