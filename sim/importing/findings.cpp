#include "importing/findings.hpp"

#include <algorithm>
#include <tuple>

namespace kickpath::importing {

const char* to_text(FindingKind kind) {
  switch (kind) {
    case FindingKind::assumed:
      return "assumed";
    case FindingKind::changed:
      return "changed";
    case FindingKind::lost:
      return "lost";
    case FindingKind::ignored:
      return "ignored";
  }
  return "";
}

void Findings::assumed(const config::Place& place, std::string what, std::string message) {
  all_.push_back({FindingKind::assumed, place, std::move(what), std::move(message)});
}

void Findings::changed(const config::Place& place, std::string what, std::string message) {
  all_.push_back({FindingKind::changed, place, std::move(what), std::move(message)});
}

void Findings::lost(const config::Place& place, std::string what, std::string message) {
  all_.push_back({FindingKind::lost, place, std::move(what), std::move(message)});
}

void Findings::ignored(const config::Place& place, std::string what) {
  all_.push_back({FindingKind::ignored, place, std::move(what), ""});
}

std::vector<Finding> Findings::sorted() const {
  std::vector<Finding> findings = all_;
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tuple(a.kind, a.place.line, a.place.column) <
           std::tuple(b.kind, b.place.line, b.place.column);
  });
  return findings;
}

}  // namespace kickpath::importing
