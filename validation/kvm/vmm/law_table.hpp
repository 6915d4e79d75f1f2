#pragma once
#include <cstdint>
#include <vector>

#include "protocol/law.hpp"
#include "time/distribution.hpp"

namespace kickpath::vmm {

/// The means of protocol::law_entries equally likely slices of a law, in picoseconds: what protocol::Draws
/// draws from.
std::vector<std::int64_t> slices_of(const Distribution& law);

/// A law for a thread of this program.
class LawTable {
 public:
  explicit LawTable(const Distribution& law) {
    if (!law.is_fixed()) slices_ = slices_of(law);
    law_ = {law.is_fixed() ? law.a.count() : 0, reinterpret_cast<std::uint64_t>(slices_.data())};
  }
  LawTable(const LawTable&) = delete;
  LawTable& operator=(const LawTable&) = delete;

  const protocol::Law& law() const { return law_; }

 private:
  std::vector<std::int64_t> slices_;
  protocol::Law law_;
};

}  // namespace kickpath::vmm
