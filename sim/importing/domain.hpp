#pragma once
#include <optional>

#include "importing/findings.hpp"
#include "importing/guest.hpp"
#include "importing/xml_element.hpp"

/// libvirt's domain XML (its formatdomain documentation), as `virsh dumpxml` and virt-install print it.
namespace kickpath::importing {

/// What is left unsaid or cannot be carried over goes to `findings`; the guest is good only without errors.
std::optional<Guest> read_domain(const XmlElement& root, Findings& findings, config::Errors& errors);

/// Its parts.
void read_tuning(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors);
void read_iothreads(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors);
void read_devices(const XmlElement& domain, Guest& guest, Findings& findings, config::Errors& errors);

/// What nobody has looked at: without bearing, or lost.
void list_leftovers(const XmlElement& domain, Findings& findings);

}  // namespace kickpath::importing
