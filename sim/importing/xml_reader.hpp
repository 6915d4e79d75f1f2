#pragma once
#include <optional>
#include <string>

#include "importing/text_places.hpp"
#include "importing/xml_element.hpp"

/// XML text into elements; the only place that knows pugixml. Nothing outside the text is ever opened, and
/// no entity but the five of XML itself and characters by number is expanded: a text with a DOCTYPE is
/// refused.
namespace kickpath::importing {

constexpr int max_xml_depth = 64;
constexpr std::size_t max_xml_nodes = 200'000;

/// The root element, or errors: what is not well-formed, a second root, an attribute twice, a reference to an
/// entity.
std::optional<XmlElement> read_xml(const std::string& text, const TextPlaces& places, config::Errors& errors);

}  // namespace kickpath::importing
