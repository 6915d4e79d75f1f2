#pragma once
#include "config/error.hpp"
#include "report/json_text.hpp"
#include "report/kinds.hpp"

namespace kickpath::report {

/// That a document has what the page shows of its kind, of the types that it expects; the rest may be
/// anything. Every flaw is told with its path: "a.json: vms[3].name: expected a text".
void check(const Json& document, Kind kind, const std::string& file, config::Errors& errors);

}  // namespace kickpath::report
