#pragma once
#include <string>
#include <vector>

#include "importing/findings.hpp"

namespace kickpath::importing {

/// For stderr, one a line: "vm.xml:12:5: lost: cputune/vcpusched: real-time policies are not modelled". What
/// is ignored is one line together.
std::string to_text(const std::vector<Finding>& findings);

/// The same as comments at the top of a scenario.
std::string comment_text(const std::string& file, const std::string& format,
                         const std::vector<Finding>& findings);

/// kickpath.import/1
std::string to_json_text(const std::string& file, const std::string& format, const std::string& scenario,
                         const std::vector<Finding>& findings);

}  // namespace kickpath::importing
