#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "importing/scalar.hpp"
#include "importing/shell_words.hpp"

namespace kickpath::importing {

struct Setting {
  std::string key{};
  Scalar value{};
  mutable bool is_seen = false;
};

/// What stands behind an option of QEMU: `virtio-blk-pci,drive=d0,iothread=io0`, or the same as JSON. In the
/// former the first may have an implied key, `,,` is a comma, and a key alone is `on`; a `+` or `-` before it
/// (as in -cpu) is on or off. Objects and lists within each other have keys with dots: `file.filename`,
/// `iothread-vq-mapping.0.iothread`. Who looks at a setting has dealt with it.
class Settings {
 public:
  static Settings parse(const Word& word, std::string_view implied_key, const TextPlaces& places,
                        const std::string& what, config::Errors& errors);

  /// The last of that key, as QEMU takes it; nullptr where there is none.
  const Scalar* find(std::string_view key) const;
  std::string said(std::string_view key) const;
  bool is_on(std::string_view key, bool otherwise, config::Errors& errors) const;
  void see_all() const;

  /// What is said elsewhere counts unless it is said here.
  void add_default(const Setting& setting);

  const std::vector<Setting>& all() const { return settings_; }
  const config::Place& place() const { return place_; }
  const std::string& what() const { return what_; }

 private:
  std::vector<Setting> settings_{};
  config::Place place_{};
  std::string what_{};  ///< as errors call it: "-device"
};

}  // namespace kickpath::importing
