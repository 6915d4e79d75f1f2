#include "importing/settings.hpp"

#include <nlohmann/json.hpp>

namespace kickpath::importing {

namespace {

using nlohmann::json;

constexpr int max_json_depth = 16;

config::Place place_in(const Word& word, std::size_t index, const TextPlaces& places) {
  return places.at(index < word.at.size() ? word.at[index] : word.offset);
}

/// Up to the next comma that is no `,,`, which becomes one.
std::string next_piece(const std::string& text, std::size_t& at) {
  std::string piece;
  while (at < text.size()) {
    if (text[at] == ',') {
      if (at + 1 >= text.size() || text[at + 1] != ',') break;
      ++at;
    }
    piece += text[at++];
  }
  ++at;
  return piece;
}

Setting setting_of(const std::string& piece, bool is_first, std::string_view implied_key,
                   const config::Place& place) {
  const std::size_t equals = piece.find('=');
  if (equals != std::string::npos) return {piece.substr(0, equals), {piece.substr(equals + 1), place}};
  if (is_first && !implied_key.empty()) return {std::string{implied_key}, {piece, place}};
  if (piece.starts_with("+")) return {piece.substr(1), {"on", place}};
  if (piece.starts_with("-")) return {piece.substr(1), {"off", place}};
  return {piece, {"on", place}};
}

std::vector<Setting> of_pairs(const Word& word, std::string_view implied_key, const TextPlaces& places) {
  std::vector<Setting> settings;
  for (std::size_t at = 0; at < word.text.size();) {
    const config::Place place = place_in(word, at, places);
    const std::string piece = next_piece(word.text, at);
    if (!piece.empty()) settings.push_back(setting_of(piece, settings.empty(), implied_key, place));
  }
  return settings;
}

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "on" : "off";
  return value.dump(-1, ' ', true, json::error_handler_t::replace);
}

void flatten(const json& value, const std::string& path, const config::Place& place, int depth,
             std::vector<Setting>& settings) {
  if (!value.is_structured() || value.empty() || depth > max_json_depth)
    return settings.push_back({path, {text_of(value), place}});
  std::size_t number = 0;
  for (const auto& [key, inner] : value.items())
    flatten(inner, path + "." + (value.is_array() ? std::to_string(number++) : key), place, depth + 1,
            settings);
}

/// Deep nesting ends the parse: nlohmann's parser is not recursive, its values are when they are destroyed.
json parse_json(const std::string& text) {
  const json::parser_callback_t is_shallow = [](int depth, json::parse_event_t, json&) -> bool {
    return depth <= max_json_depth;
  };
  return json::parse(text, is_shallow, false);
}

std::vector<Setting> of_json(const Word& word, const TextPlaces& places, const std::string& what,
                             config::Errors& errors) {
  const json tree = parse_json(word.text);
  std::vector<Setting> settings;
  if (!tree.is_object()) {
    errors.add(place_in(word, 0, places), what, "not well-formed JSON");
    return settings;
  }
  for (const auto& [key, value] : tree.items()) {
    const std::size_t at = word.text.find('"' + key + '"');
    flatten(value, key, place_in(word, at == std::string::npos ? 0 : at, places), 1, settings);
  }
  return settings;
}

}  // namespace

Settings Settings::parse(const Word& word, std::string_view implied_key, const TextPlaces& places,
                         const std::string& what, config::Errors& errors) {
  Settings settings;
  settings.place_ = place_in(word, 0, places);
  settings.what_ = what;
  settings.settings_ =
      word.text.starts_with("{") ? of_json(word, places, what, errors) : of_pairs(word, implied_key, places);
  return settings;
}

const Scalar* Settings::find(std::string_view key) const {
  const Scalar* found = nullptr;
  for (const Setting& setting : settings_) {
    if (setting.key != key) continue;
    setting.is_seen = true;
    found = &setting.value;
  }
  return found;
}

std::string Settings::said(std::string_view key) const {
  const Scalar* value = find(key);
  return value ? value->text : "";
}

bool Settings::is_on(std::string_view key, bool otherwise, config::Errors& errors) const {
  const Scalar* value = find(key);
  return value ? read_switch(*value, what_ + ": " + std::string{key}, errors).value_or(otherwise) : otherwise;
}

void Settings::see_all() const {
  for (const Setting& setting : settings_) setting.is_seen = true;
}

void Settings::add_default(const Setting& setting) {
  for (const Setting& own : settings_)
    if (own.key == setting.key) return;
  settings_.push_back(setting);
}

}  // namespace kickpath::importing
