#pragma once
#include <string>
#include <vector>

#include "report/input.hpp"

namespace kickpath::report {

/// `kickpath.report/1`, all that a page shows: title, versions, metrics (names and units), inputs, and by
/// kind what was read, each with the file that it is of. No list of points, rows or VMs is longer than
/// `most`; `left_out` beside it says by how many it was.
Json report_document(const std::vector<Input>& inputs, const std::string& title, const std::string& version,
                     std::size_t most);

}  // namespace kickpath::report
