#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "config/node.hpp"

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

/// A file format, which a file's `schema` names.
struct SchemaEntry {
  std::string name;  ///< as in `kickpath schema scenario`
  std::string format;
  nlohmann::ordered_json (*document)();  ///< JSON Schema, draft 7
  /// Reports what is wrong with a file of this format; none for formats that nobody writes by hand.
  void (*check)(const std::filesystem::path&, const config::NodePtr& root, config::Errors&) = nullptr;
};

const std::vector<SchemaEntry>& schemas();

}  // namespace kickpath::scenario
