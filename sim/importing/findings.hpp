#pragma once
#include <string>
#include <vector>

#include "config/error.hpp"

/// What the scenario says otherwise than the file, or the file not at all.
namespace kickpath::importing {

enum class FindingKind {
  assumed,  ///< the file does not say it; what was taken
  changed,  ///< carried over, but not as it is
  lost,     ///< no key of a scenario says it
  ignored   ///< neither kicks nor interrupts depend on it
};

const char* to_text(FindingKind kind);

struct Finding {
  FindingKind kind = FindingKind::lost;
  config::Place place{};
  std::string what{};     ///< as the file calls it: "cputune/vcpusched", "-device virtio-net-pci: rss"
  std::string message{};  ///< empty for what is ignored
};

class Findings {
 public:
  void assumed(const config::Place& place, std::string what, std::string message);
  void changed(const config::Place& place, std::string what, std::string message);
  void lost(const config::Place& place, std::string what, std::string message);
  void ignored(const config::Place& place, std::string what);

  /// By kind, and in the order of the file.
  std::vector<Finding> sorted() const;

 private:
  std::vector<Finding> all_{};
};

}  // namespace kickpath::importing
