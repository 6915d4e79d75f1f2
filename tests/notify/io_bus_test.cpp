#include "notify/io_bus.hpp"

#include <random>
#include <vector>

#include <catch2/catch.hpp>

using namespace kickpath::notify;
using Outcome = IoBus::Outcome;

namespace {

// Nobody looks into an event: its address is its identity.
EventFd* event(std::size_t n) {
  static std::vector<long long> places(1000);
  return reinterpret_cast<EventFd*>(&places[n]);
}

constexpr std::uint64_t doorbell = 0xc000;

}  // namespace

TEST_CASE("A write rings the doorbell of its address and length, whatever its data") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 2, {}}, *event(0)) == Outcome::assigned);
  CHECK(bus.find(BusKind::pio, {doorbell, 2, 7}) == event(0));
  CHECK(bus.find(BusKind::pio, {doorbell, 4, 7}) == nullptr);
  CHECK(bus.find(BusKind::pio, {doorbell + 2, 2, 7}) == nullptr);
  CHECK(bus.find(BusKind::mmio, {doorbell, 2, 7}) == nullptr);
}

TEST_CASE("Queues may share a doorbell's address and be told apart by their data") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 2, 0}, *event(0)) == Outcome::assigned);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 2, 1}, *event(1)) == Outcome::assigned);
  CHECK(bus.find(BusKind::pio, {doorbell, 2, 0}) == event(0));
  CHECK(bus.find(BusKind::pio, {doorbell, 2, 1}) == event(1));
  CHECK(bus.find(BusKind::pio, {doorbell, 2, 2}) == nullptr);
}

TEST_CASE("Two doorbells that one write could ring are refused, and only those") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 2, 5}, *event(0)) == Outcome::assigned);
  CHECK(bus.assign(BusKind::pio, {doorbell, 2, 5}, *event(1)) == Outcome::overlaps);
  CHECK(bus.assign(BusKind::pio, {doorbell, 2, {}}, *event(1)) == Outcome::overlaps);
  CHECK(bus.assign(BusKind::pio, {doorbell, 0, {}}, *event(1)) == Outcome::overlaps);
  CHECK(bus.assign(BusKind::pio, {doorbell, 4, {}}, *event(1)) == Outcome::assigned);
  CHECK(bus.assign(BusKind::mmio, {doorbell, 2, {}}, *event(1)) == Outcome::assigned);
}

TEST_CASE("What no ioeventfd can be is invalid: a length of 3, a range past the end, data of no length") {
  IoBus bus(10);
  CHECK(bus.assign(BusKind::pio, {doorbell, 3, {}}, *event(0)) == Outcome::invalid);
  CHECK(bus.assign(BusKind::mmio, {~0ull - 6, 8, {}}, *event(0)) == Outcome::invalid);
  CHECK(bus.assign(BusKind::mmio, {~0ull - 7, 8, {}}, *event(0)) == Outcome::assigned);
  CHECK(bus.assign(BusKind::mmio, {doorbell, 0, 1}, *event(0)) == Outcome::invalid);
}

TEST_CASE("A bus of six places takes six devices and not seven, and a place given back is free again") {
  IoBus bus(6);
  for (std::size_t i = 0; i < 6; ++i)
    REQUIRE(bus.assign(BusKind::pio, {doorbell + 8 * i, 2, {}}, *event(i)) == Outcome::assigned);
  CHECK(bus.assign(BusKind::pio, {0xd000, 2, {}}, *event(6)) == Outcome::full);
  CHECK(bus.deassign(BusKind::pio, {doorbell, 2, {}}, *event(0)));
  CHECK(bus.assign(BusKind::pio, {0xd000, 2, {}}, *event(6)) == Outcome::assigned);
}

TEST_CASE("A zero-length MMIO doorbell is heard by address alone, and other MMIO does not meet it") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::mmio, {doorbell, 0, {}}, *event(0)) == Outcome::assigned);
  REQUIRE(bus.assign(BusKind::mmio, {doorbell + 8, 4, {}}, *event(1)) == Outcome::assigned);
  CHECK(bus.is_fast(doorbell));
  CHECK_FALSE(bus.is_fast(doorbell + 8));
  CHECK(bus.find(BusKind::mmio, {doorbell, 8, 99}) == event(0));
  CHECK(bus.devices(BusKind::fast_mmio) == 1);
  CHECK(bus.deassign(BusKind::mmio, {doorbell, 0, {}}, *event(0)));
  CHECK_FALSE(bus.is_fast(doorbell));
}

TEST_CASE("A zero-length PIO doorbell takes every length, and is not on the fast bus") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 0, {}}, *event(0)) == Outcome::assigned);
  CHECK(bus.find(BusKind::pio, {doorbell, 1, 3}) == event(0));
  CHECK_FALSE(bus.is_fast(doorbell));
}

TEST_CASE("A doorbell goes with the event that it was assigned with, and with no other") {
  IoBus bus(10);
  REQUIRE(bus.assign(BusKind::pio, {doorbell, 2, {}}, *event(0)) == Outcome::assigned);
  CHECK_FALSE(bus.deassign(BusKind::pio, {doorbell, 2, {}}, *event(1)));
  CHECK_FALSE(bus.deassign(BusKind::pio, {doorbell, 4, {}}, *event(0)));
  CHECK(bus.deassign(BusKind::pio, {doorbell, 2, {}}, *event(0)));
  CHECK_FALSE(bus.deassign(BusKind::pio, {doorbell, 2, {}}, *event(0)));
}

// Seed 1. Addresses, lengths and data are few, so that they meet.
TEST_CASE(
    "Over 20,000 random registrations the bus answers as a plain list that is searched from the front") {
  struct Entry {
    DoorbellMatch match;
    EventFd* event;
  };
  std::mt19937 random(1);
  const auto below = [&](unsigned n) { return random() % n; };
  IoBus bus(12);
  std::vector<Entry> list;
  std::size_t refused = 0;
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t lengths[] = {0, 1, 2, 4, 8};
    DoorbellMatch match{doorbell + 8 * below(4), lengths[below(5)], {}};
    if (match.length != 0 && below(2) == 0) match.datamatch = below(3);
    EventFd* const who = event(below(8));
    if (below(3) != 0) {
      const bool hits = std::any_of(list.begin(), list.end(), [&](const Entry& e) {
        return e.match.address == match.address &&
               (e.match.length == 0 || match.length == 0 ||
                (e.match.length == match.length &&
                 (!e.match.datamatch || !match.datamatch || *e.match.datamatch == *match.datamatch)));
      });
      const Outcome expected =
          hits ? Outcome::overlaps : (list.size() == 12 ? Outcome::full : Outcome::assigned);
      REQUIRE(bus.assign(BusKind::mmio, match, *who) == expected);
      if (expected == Outcome::assigned) list.push_back({match, who});
      refused += expected != Outcome::assigned;
    } else {
      const auto removed =
          std::erase_if(list, [&](const Entry& e) { return e.match == match && e.event == who; });
      REQUIRE(bus.deassign(BusKind::mmio, match, *who) == (removed == 1));
    }
    const DoorbellWrite write{doorbell + 8 * below(5), lengths[1 + below(4)], below(4)};
    const auto rung = std::find_if(list.begin(), list.end(), [&](const Entry& e) {
      return e.match.address == write.address &&
             (e.match.length == 0 ||
              (e.match.length == write.length && (!e.match.datamatch || *e.match.datamatch == write.data)));
    });
    REQUIRE(bus.find(BusKind::mmio, write) == (rung == list.end() ? nullptr : rung->event));
  }
  CHECK(refused > 1'000);  // the rules were met
}
