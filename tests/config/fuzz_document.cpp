#include <cstddef>
#include <cstdint>

#include "config/overrides.hpp"
#include "sample.hpp"

using namespace kickpath::config;

/// libFuzzer's entry: the bytes as a document that is read, and as an override of a valid one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Errors errors;
  const auto value = read(parse_text(text, "fuzz", errors).root, sample::scenario_shape(), errors);
  if (errors.empty() && !value) __builtin_trap();
  Errors none, refused;
  with_override(parse_text(sample::valid_text, "valid", none).root, text, refused);
  return 0;
}
