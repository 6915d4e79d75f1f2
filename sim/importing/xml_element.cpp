#include "importing/xml_element.hpp"

namespace kickpath::importing {

const Scalar* XmlElement::attribute(std::string_view key) const {
  is_seen = true;
  for (const XmlAttribute& attribute : attributes) {
    if (attribute.name != key) continue;
    attribute.is_seen = true;
    return &attribute.value;
  }
  return nullptr;
}

std::string XmlElement::said(std::string_view key) const {
  const Scalar* value = attribute(key);
  return value ? value->text : "";
}

const XmlElement* XmlElement::child(std::string_view key) const {
  const auto found = all(key);
  return found.empty() ? nullptr : found.front();
}

const XmlElement* XmlElement::child(std::string_view a, std::string_view b) const {
  const XmlElement* outer = child(a);
  return outer ? outer->child(b) : nullptr;
}

std::vector<const XmlElement*> XmlElement::all(std::string_view key) const {
  is_seen = true;
  std::vector<const XmlElement*> found;
  for (const XmlElement& element : children) {
    if (element.name != key) continue;
    element.is_seen = true;
    found.push_back(&element);
  }
  return found;
}

void XmlElement::see_all() const {
  is_seen = true;
  for (const XmlAttribute& attribute : attributes) attribute.is_seen = true;
  for (const XmlElement& element : children) element.see_all();
}

}  // namespace kickpath::importing
