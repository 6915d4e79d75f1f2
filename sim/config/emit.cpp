#include "config/emit.hpp"

#include <algorithm>
#include <yaml-cpp/yaml.h>

#include "config/node.hpp"

namespace kickpath::config {

namespace {

constexpr std::size_t short_list = 4;

bool is_short(const json& list) {
  return list.size() <= short_list &&
         std::none_of(list.begin(), list.end(), [](const json& item) { return item.is_structured(); });
}

/// A text that no reader takes for a number, a mark of YAML or a comment.
bool is_plain(const std::string& text) {
  const auto is_harmless = [](char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || c == ' ' ||
           c == '.' || c == '_' || c == '/' || (c == '-');
  };
  return !text.empty() && text.front() != '-' && text.front() != ' ' && text.back() != ' ' &&
         !looks_typed(text) && std::all_of(text.begin(), text.end(), is_harmless);
}

void emit(YAML::Emitter& out, const json& tree) {
  switch (tree.type()) {
    case json::value_t::object:
      out << YAML::BeginMap;
      for (const auto& [key, value] : tree.items()) {
        out << YAML::Key << key << YAML::Value;
        emit(out, value);
      }
      out << YAML::EndMap;
      break;
    case json::value_t::array:
      if (is_short(tree)) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const json& item : tree) emit(out, item);
      out << YAML::EndSeq;
      break;
    case json::value_t::string: {
      const auto& text = tree.get_ref<const std::string&>();
      if (!is_plain(text)) out << YAML::DoubleQuoted;
      out << text;
      break;
    }
    default:
      out << tree.dump();
  }
}

}  // namespace

std::string to_yaml(const json& tree) {
  YAML::Emitter out;
  emit(out, tree);
  return std::string(out.c_str()) + "\n";
}

}  // namespace kickpath::config
