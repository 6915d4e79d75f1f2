#pragma once
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// What there is, for `kickpath list` and `kickpath schema`. Listed, not discovered.
namespace kickpath::scenario {

struct CatalogueEntry {
  std::string name;
  std::string meaning;
};

struct CatalogueSection {
  std::string name;
  std::string title;
  std::vector<CatalogueEntry> entries;
};

const std::vector<CatalogueSection>& catalogue();

struct SchemaEntry {
  std::string name;  ///< as in `kickpath schema scenario`
  std::string format;
  nlohmann::ordered_json (*document)();
};

const std::vector<SchemaEntry>& schemas();

}  // namespace kickpath::scenario
