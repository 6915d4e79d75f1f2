#include "notify/io_bus.hpp"

#include <algorithm>

namespace kickpath::notify {

namespace {

constexpr bool is_length(std::uint32_t length) {
  return length == 0 || length == 1 || length == 2 || length == 4 || length == 8;
}

constexpr bool is_valid(const DoorbellMatch& match) {
  const bool has_room = match.length == 0 || match.address + (match.length - 1) >= match.address;
  return is_length(match.length) && has_room && !(match.length == 0 && match.datamatch);
}

struct ByAddress {
  template <class Registration>
  bool operator()(const Registration& doorbell, std::uint64_t address) const {
    return doorbell.match.address < address;
  }
  template <class Registration>
  bool operator()(std::uint64_t address, const Registration& doorbell) const {
    return address < doorbell.match.address;
  }
};

/// Those at `address`.
template <class Bus>
auto at_address(Bus& bus, std::uint64_t address) {
  return std::equal_range(bus.begin(), bus.end(), address, ByAddress{});
}

}  // namespace

IoBus::Outcome IoBus::assign(BusKind kind, const DoorbellMatch& match, EventFd& event) {
  if (!is_valid(match)) return Outcome::invalid;
  if (forced_ != Outcome::assigned) return forced_;
  Bus& bus = of(kind);
  const auto [first, last] = at_address(bus, match.address);
  if (std::any_of(first, last, [&](const Registration& d) { return collide(d.match, match); }))
    return Outcome::overlaps;
  if (bus.size() >= places_) return Outcome::full;
  bus.insert(last, {match, &event});
  if (kind == BusKind::mmio && match.length == 0) {
    Bus& fast = of(BusKind::fast_mmio);
    fast.insert(at_address(fast, match.address).second, {match, &event});
  }
  return Outcome::assigned;
}

bool IoBus::deassign(BusKind kind, const DoorbellMatch& match, const EventFd& event) {
  const auto is_it = [&](const Registration& d) { return d.match == match && d.event == &event; };
  if (std::erase_if(of(kind), is_it) == 0) return false;
  if (kind == BusKind::mmio && match.length == 0) std::erase_if(of(BusKind::fast_mmio), is_it);
  return true;
}

EventFd* IoBus::find(BusKind kind, const DoorbellWrite& write) const {
  const auto [first, last] = at_address(of(kind), write.address);
  const auto found =
      std::find_if(first, last, [&](const Registration& d) { return matches(d.match, write); });
  return found == last ? nullptr : found->event;
}

bool IoBus::is_fast(std::uint64_t address) const {
  const auto [first, last] = at_address(of(BusKind::fast_mmio), address);
  return first != last;
}

}  // namespace kickpath::notify
