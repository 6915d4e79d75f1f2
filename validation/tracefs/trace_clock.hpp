#pragma once
#include <string>

namespace kickpath::tracefs {

/// The clocks that this process can read too, the finest first: text of x86-tsc counts cycles, that of mono
/// ends at microseconds.
inline const std::string tsc_clock = "x86-tsc";
inline const std::string mono_clock = "mono";

/// Now, by one of them, as a trace prints it.
std::string now_by(const std::string& clock);

}  // namespace kickpath::tracefs
