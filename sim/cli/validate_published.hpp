#pragma once
#include <string>

namespace kickpath::cli {

/// Is this file a suite of published figures (`kickpath.published/1`)? False for one that cannot be read.
bool is_published_suite(const std::string& path);

/// `validate` of such a suite: predicts all its scenarios on `jobs` cores, prints them beside the published
/// figures, and writes the outcome as JSON to `json`, unless that is empty.
int validate_published(const std::string& path, unsigned jobs, const std::string& json);

}  // namespace kickpath::cli
