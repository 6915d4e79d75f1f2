#include "importing/import.hpp"

#include <fmt/format.h>

#include "config/document.hpp"
#include "importing/domain.hpp"
#include "importing/finding_text.hpp"
#include "importing/naming.hpp"
#include "importing/qemu_guest.hpp"
#include "importing/shared_iothreads.hpp"
#include "importing/xml_reader.hpp"
#include "scenario/load.hpp"

namespace kickpath::importing {

namespace {

bool looks_like_xml(const std::string& text) {
  const std::size_t begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const std::size_t first = text.find_first_not_of(" \t\r\n", begin);
  return first != std::string::npos && text[first] == '<';
}

std::optional<Guest> read_guest(const std::string& text, const TextPlaces& places, bool is_xml,
                                Findings& findings, config::Errors& errors) {
  if (is_xml) {
    const auto root = read_xml(text, places, errors);
    return root ? read_domain(*root, findings, errors) : std::nullopt;
  }
  const auto command = find_qemu_command(text, places, findings, errors);
  return command ? read_qemu(*command, places, findings, errors) : std::nullopt;
}

/// What the loader refuses is told here, so that no scenario leaves which `check` would not take.
bool is_taken(const std::string& yaml, const TextPlaces& places, config::Errors& errors) {
  config::Errors found;
  const config::Document document = config::parse_text(yaml, "the scenario", found);
  if (document.root) scenario::read_scenario(document.root, found);
  for (const config::Error& error : found.sorted())
    errors.add(places.whole(), "",
               fmt::format("no scenario can say this: {}: {}", error.path, error.message));
  return found.empty();
}

}  // namespace

std::optional<Imported> import_text(const std::string& text, const std::string& name,
                                    const ImportOptions& options, config::Errors& errors) {
  const TextPlaces places(name, text);
  if (text.size() > max_import_bytes) {
    errors.add(places.whole(), "", fmt::format("larger than {} MiB", max_import_bytes >> 20));
    return std::nullopt;
  }
  Findings findings;
  const bool is_xml = looks_like_xml(text);
  const auto guest = read_guest(text, places, is_xml, findings, errors);
  if (!guest) return std::nullopt;
  const std::vector<ServedDevice> devices = serve_devices(*guest, findings, errors);
  const ServedDevice* driven = driven_device(devices, options, *guest, findings, errors);
  if (!driven || !errors.empty()) return std::nullopt;
  list_iothreads(*guest, devices, findings);
  const Placing placing = place_threads(*guest, devices, options.cores, findings, errors);
  if (!errors.empty()) return std::nullopt;
  Imported imported{is_xml ? "libvirt" : "qemu", "", identifier_of(guest->name, "vm"), findings.sorted()};
  imported.yaml = comment_text(name, imported.format, imported.findings) +
                  scenario_text(*guest, devices, placing, *driven, options);
  if (!is_taken(imported.yaml, places, errors)) return std::nullopt;
  return imported;
}

}  // namespace kickpath::importing
