#include "study/formats.hpp"

#include "study/study.hpp"
#include "study/study_shape.hpp"

namespace kickpath::study {

const std::vector<scenario::SchemaEntry>& schemas() {
  static const std::vector<scenario::SchemaEntry> entries{
      {"study", study_schema, [] { return config::schema_document(study_shape(), study_schema); },
       check_study},
  };
  return entries;
}

}  // namespace kickpath::study
