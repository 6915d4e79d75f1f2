#pragma once
#include <string_view>

#include "suite/bars.hpp"

/// The words of the suite's enumerations, as files and tables show them.
namespace kickpath::suite {

std::string_view word(World world);
std::string_view word(BarSpec::Kind kind);
std::string_view word(Clarity clarity);
std::string_view word(JudgedBar::Verdict verdict);

}  // namespace kickpath::suite
