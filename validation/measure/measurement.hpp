#pragma once
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "measure/cores.hpp"
#include "measure/suite.hpp"

/// `kickpath.measurement/1`: the composites that a host was measured to have; `calibrate` takes them apart.
namespace kickpath::measure {

constexpr std::string_view measurement_schema = "kickpath.measurement/1";

struct Measurement {
  nlohmann::ordered_json host;  ///< hostfacts::to_json
  std::map<std::string, std::string> versions;
  Cores cores;
  SuiteRun suite;
};

/// Keys in a fixed order, all of them always there but `note`; null for what is unknown. measurement_json.cpp
nlohmann::ordered_json to_json(const Measurement& measurement);

/// A table for people, and below it what they should know. measurement_text.cpp
std::string to_text(const Measurement& measurement);

/// JSON Schema (draft 7) of the above. measurement_schema.cpp
nlohmann::ordered_json measurement_schema_document();

}  // namespace kickpath::measure
