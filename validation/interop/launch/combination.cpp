#include "interop/combination.hpp"

#include "vhost_user/features.hpp"

namespace kickpath::interop {

using device::Layout;
using virtqueue::Suppression;

std::string name_of(const Combination& c) {
  std::string name = c.layout == Layout::packed ? "packed" : "split";
  name += c.suppression == Suppression::event_idx ? ", event_idx"
          : c.suppression == Suppression::flags   ? ", flags"
                                                  : ", none";
  name += c.is_indirect ? ", indirect" : ", direct";
  return c.polls ? name + ", polling" : name;
}

std::vector<Combination> all_combinations() {
  std::vector<Combination> all;
  for (const Layout layout : {Layout::split, Layout::packed}) {
    for (const Suppression suppression : {Suppression::flags, Suppression::event_idx, Suppression::none})
      for (const bool is_indirect : {false, true}) all.push_back({layout, suppression, is_indirect, false});
    all.push_back({layout, Suppression::event_idx, true, true});
  }
  return all;
}

std::vector<Combination> driver_combinations() {
  std::vector<Combination> all;
  for (const Combination& c : all_combinations())
    if (c.suppression != Suppression::none && !c.polls) all.push_back(c);
  return all;
}

std::uint64_t features_of(const Combination& c) {
  namespace feature = vhost_user::feature;
  return feature::version_1 | feature::blk_flush | (c.is_indirect ? feature::indirect_desc : 0) |
         (c.suppression == Suppression::event_idx ? feature::event_idx : 0) |
         (c.layout == Layout::packed ? feature::ring_packed : 0);
}

}  // namespace kickpath::interop
