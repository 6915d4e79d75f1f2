#include "published/formats.hpp"

#include "published/suite_shape.hpp"

namespace kickpath::published {

const std::vector<scenario::SchemaEntry>& schemas() {
  static const std::vector<scenario::SchemaEntry> entries{
      {"published", suite_schema, [] { return config::schema_document(suite_shape(), suite_schema); },
       check_suite},
  };
  return entries;
}

}  // namespace kickpath::published
