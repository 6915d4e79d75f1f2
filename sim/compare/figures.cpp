#include "compare/figures.hpp"

#include <nlohmann/json.hpp>

namespace kickpath::compare {

using Json = nlohmann::json;

std::string to_bytes(const Figures& figures) {
  Json list = Json::array();
  for (const auto& figure : figures) list.push_back(figure ? Json(*figure) : Json(nullptr));
  return list.dump();
}

Figures figures_from(const std::string& bytes) {
  const Json list = Json::parse(bytes);
  Figures figures;
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (!list.at(i).is_null()) figures[i] = list[i].get<double>();
  return figures;
}

}  // namespace kickpath::compare
