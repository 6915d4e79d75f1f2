// Pin sets into one core a thread.
#include "importing/placing.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::importing;

namespace {

struct Placed {
  Placing placing;
  std::string told;
  std::vector<Finding> findings;
};

Placed place(const Guest& guest, std::uint32_t cores = 0) {
  Findings findings;
  config::Errors errors;
  const auto devices = serve_devices(guest, findings, errors);
  Placed placed;
  placed.placing = place_threads(guest, devices, cores, findings, errors);
  placed.told = errors.format();
  placed.findings = findings.sorted();
  return placed;
}

Guest guest_of(std::uint32_t vcpus) {
  Guest guest;
  guest.vcpus = vcpus;
  return guest;
}

Device disk_on(std::vector<std::string> iothreads) {
  Device device;
  device.disk.emplace();
  device.iothreads = std::move(iothreads);
  return device;
}

}  // namespace

TEST_CASE("Without any pinning threads run anywhere, on one core more than vcpus") {
  const Placed placed = place(guest_of(3));
  CHECK(placed.placing.cores == 4);
  CHECK(placed.placing.vcpus.empty());
  CHECK(placed.placing.servers.empty());
}

TEST_CASE("A pinned core is the least that the host has; --cores may give more, not less") {
  Guest guest = guest_of(1);
  guest.vcpu_cores = {{5}};
  CHECK(place(guest).placing.cores == 6);
  CHECK(place(guest, 8).placing.cores == 8);
  CHECK(place(guest, 6).told.empty());
  CHECK(place(guest, 5).told.find("the pinning names CPU 5; --cores must be at least 6") !=
        std::string::npos);
}

TEST_CASE("Sets are dealt to the least used core, the narrowest first") {
  Guest guest = guest_of(3);
  guest.vcpu_cores = {{0, 1}, {0}, {0, 1, 2}};
  // vcpu 1 has 0 alone; vcpu 0 then 1; vcpu 2 then 2
  CHECK(place(guest).placing.vcpus == CoreList{1, 0, 2});
  guest.vcpu_cores = {{0, 1}, {0, 1}, {0, 1}};
  CHECK(place(guest).placing.vcpus == CoreList{0, 1, 0});
}

TEST_CASE("Who has no pinning beside others is bound too, and that is told") {
  Guest guest = guest_of(2);
  guest.vcpu_cores = {{1}};
  const Placed placed = place(guest);
  CHECK(placed.placing.vcpus == CoreList{1, 0});
  CHECK(std::any_of(placed.findings.begin(), placed.findings.end(), [](const Finding& f) {
    return f.kind == FindingKind::changed && f.what == "pinning of vcpus";
  }));
}

TEST_CASE("A shared iothread has one seat, a pool one each, and the main loop is one thread on several") {
  Guest guest = guest_of(2);
  Iothread a, b;
  a.id = "a", a.cores = {3};
  b.id = "b", b.cores = {4};
  guest.iothreads = {a, b};
  guest.main_loop_cores = {5};
  guest.devices = {disk_on({"a"}), disk_on({}), disk_on({"a"}), disk_on({"a", "b"}), disk_on({})};
  CHECK(place(guest).placing.servers == CoreList{3, 5, 3, 4, 5});
  guest.main_loop_cores = {1, 2};
  CHECK(place(guest).placing.servers == CoreList{3, 1, 3, 4, 1});
}
