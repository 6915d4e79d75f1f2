#include "importing/xml_reader.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>

#include "importing/xml_references.hpp"

namespace kickpath::importing {

namespace {

/// Copies what pugixml has parsed in place: a name's pointer into the buffer is its offset in the text.
class Copy {
 public:
  Copy(const char* buffer, const TextPlaces& places, config::Errors& errors)
      : buffer_(buffer), places_(places), errors_(errors) {}

  bool element(const pugi::xml_node& from, XmlElement& to, int depth) {
    to.name = from.name();
    to.place = place_of(from.name());
    to.text.place = to.place;
    if (depth > max_xml_depth) return refuse(to.place, fmt::format("deeper than {} elements", max_xml_depth));
    if (++nodes_ > max_xml_nodes) return refuse(to.place, "too many elements");
    for (const pugi::xml_attribute& attribute : from.attributes())
      if (!add_attribute(attribute, to)) return false;
    for (const pugi::xml_node& node : from.children()) {
      if (node.type() == pugi::node_element) {
        if (!element(node, to.children.emplace_back(), depth + 1)) return false;
      } else {
        if (to.text.text.empty() && *node.value() != '\0') to.text.place = place_of(node.value());
        to.text.text += node.value();
      }
    }
    return true;
  }

  bool refuse(const config::Place& place, std::string message) {
    errors_.add(place, "", std::move(message));
    return false;
  }

  config::Place place_of(const char* in_buffer) const {
    return places_.at(static_cast<std::size_t>(in_buffer - buffer_));
  }

 private:
  bool add_attribute(const pugi::xml_attribute& from, XmlElement& to) {
    if (++nodes_ > max_xml_nodes) return refuse(to.place, "too many attributes");
    const config::Place place = place_of(from.name());
    for (const XmlAttribute& other : to.attributes)
      if (other.name == from.name())
        return refuse(place, fmt::format("attribute '{}' twice", shown(other.name)));
    to.attributes.push_back({from.name(), {from.value(), place}});
    return true;
  }

  const char* buffer_;
  const TextPlaces& places_;
  config::Errors& errors_;
  std::size_t nodes_ = 0;
};

std::optional<XmlElement> root_of(const pugi::xml_document& document, Copy& copy, const TextPlaces& places) {
  std::optional<XmlElement> root;
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_doctype) {
      copy.refuse(*node.value() != '\0' ? copy.place_of(node.value()) : places.at(0),
                  "has a DOCTYPE: entities are not expanded, so the text is refused");
      return std::nullopt;
    }
    if (node.type() != pugi::node_element) continue;
    if (root) {
      copy.refuse(copy.place_of(node.name()), "a second root element");
      return std::nullopt;
    }
    if (!copy.element(node, root.emplace(), 1)) return std::nullopt;
  }
  if (!root) copy.refuse(places.at(0), "no element at all");
  return root;
}

}  // namespace

std::optional<XmlElement> read_xml(const std::string& text, const TextPlaces& places,
                                   config::Errors& errors) {
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
    errors.add(places.at(nul), "", "a NUL byte, which no XML text has");
    return std::nullopt;
  }
  std::string buffer = text;
  pugi::xml_document document;
  const auto flags = pugi::parse_default | pugi::parse_doctype;
  const pugi::xml_parse_result result =
      document.load_buffer_inplace(buffer.data(), buffer.size(), flags, pugi::encoding_utf8);
  if (!result) {
    errors.add(places.at(static_cast<std::size_t>(result.offset)), "",
               fmt::format("not well-formed XML: {}", result.description()));
    return std::nullopt;
  }
  Copy copy(buffer.data(), places, errors);
  auto root = root_of(document, copy, places);
  if (const auto unknown = find_unknown_reference(text); root && unknown) {
    errors.add(places.at(*unknown), "", "not well-formed XML: '&' begins no known reference");
    return std::nullopt;
  }
  return root;
}

}  // namespace kickpath::importing
