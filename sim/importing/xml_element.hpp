#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "importing/scalar.hpp"

namespace kickpath::importing {

/// An attribute, or an element of an XML text. Who looks at one has dealt with it; what nobody has looked at
/// in the end is listed.
struct XmlAttribute {
  std::string name{};
  Scalar value{};
  mutable bool is_seen = false;
};

struct XmlElement {
  std::string name{};
  Scalar text{};  ///< of its own, pieces joined
  config::Place place{};
  std::vector<XmlAttribute> attributes{};
  std::vector<XmlElement> children{};
  mutable bool is_seen = false;

  /// nullptr where there is none.
  const Scalar* attribute(std::string_view key) const;
  /// What it says, or "".
  std::string said(std::string_view key) const;
  const XmlElement* child(std::string_view key) const;
  /// child(a) and its child(b); nullptr where either is missing.
  const XmlElement* child(std::string_view a, std::string_view b) const;
  std::vector<const XmlElement*> all(std::string_view key) const;
  /// Everything within has been dealt with.
  void see_all() const;
};

}  // namespace kickpath::importing
