#pragma once
#include <string>
#include <vector>

#include "suite/bars.hpp"

/// The end of a validation's text: what the figures of its rows say of the predictions.
namespace kickpath::suite {

/// How many pairs of each class come out right, and which ones wrong.
std::string to_text(const Orderings& orderings, const std::vector<ComparedRow>& rows);

std::string to_text(const std::vector<JudgedBar>& bars);

}  // namespace kickpath::suite
