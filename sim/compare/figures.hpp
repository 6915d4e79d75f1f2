#pragma once
#include <string>

#include "study/figures.hpp"

namespace kickpath::compare {

using study::Figures;

/// As bytes for a pipe, bit for bit, and back.
std::string to_bytes(const Figures& figures);
Figures figures_from(const std::string& bytes);

/// One replica of both worlds, from the same seed.
struct Pair {
  Figures a, b;
};

}  // namespace kickpath::compare
