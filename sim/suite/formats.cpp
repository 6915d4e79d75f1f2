#include "suite/formats.hpp"

#include "suite/measured_file.hpp"
#include "suite/measured_shape.hpp"
#include "suite/suite.hpp"
#include "suite/suite_shape.hpp"

namespace kickpath::suite {

const std::vector<scenario::SchemaEntry>& schemas() {
  static const std::vector<scenario::SchemaEntry> entries{
      {"suite", suite_schema, [] { return config::schema_document(suite_shape(), suite_schema); },
       check_suite},
      {"measured", measured_schema, [] { return config::schema_document(measured_shape(), measured_schema); },
       check_measured},
  };
  return entries;
}

}  // namespace kickpath::suite
