#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/json_text.hpp"

/// What a page can be made of.
namespace kickpath::report {

enum class Kind { store, sweep, result, validation, published, comparison, explanation, capacity };

struct KindInfo {
  Kind kind;
  std::string_view schema;   ///< the version that is read; empty for a store, which is no JSON
  std::string_view plural;   ///< its list in the report's document
  std::string_view made_by;  ///< for messages
};

const std::vector<KindInfo>& kinds();
const KindInfo& info(Kind kind);

/// What a document says that it is; empty where it says nothing.
std::string schema_of(const Json& document);

/// By the schema of a document.
std::optional<Kind> kind_of(std::string_view schema);

/// Why `schema` is none of them: another version of one, something else, or nothing.
std::string refusal(std::string_view schema);

}  // namespace kickpath::report
