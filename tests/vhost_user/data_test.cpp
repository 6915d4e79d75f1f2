// A driver that checks what it reads, in this process, against the backend in another thread: real eventfds
// and shared memory, no KVM.
#include <vector>

#include <catch2/catch.hpp>

#include "frontend.hpp"
#include "integrity/disk_check.hpp"
#include "integrity/disk_image.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_driver.hpp"

using namespace kickpath;
using namespace kickpath::integrity;
using namespace kickpath::vhost_user;
using namespace kickpath::vhost_user::testing;
using virtqueue::DirectMemory;
using virtqueue::Suppression;

namespace {

constexpr std::uint32_t sectors = 512;
constexpr std::uint32_t in_flight = 16;
constexpr std::uint16_t ring_size = 64;
constexpr std::uint32_t requests =
#ifdef KICKPATH_SANITIZED
    1000;
#else
    5000;
#endif

/// The driver's world: kicks and interrupts are eventfds.
class EventWorld {
 public:
  explicit EventWorld(const Frontend& frontend) : frontend_(frontend) {}

  Instant now() const { return {}; }
  bool is_stopping() const { return false; }
  void about_to(program::RingOperation, QueueId) {}
  void kick(QueueId) {
    const std::uint64_t one = 1;
    vmm::checked(write(frontend_.kick(), &one, sizeof one), "write");
  }
  // An interrupt that came before is one that the driver looks for next.
  void clear_interrupts() {
    pollfd call{frontend_.call(), POLLIN, 0};
    if (poll(&call, 1, 0) > 0) take();
  }
  void wait_for_interrupt() {
    constexpr int patience = 60'000;  // ms; no answer takes that long
    pollfd call{frontend_.call(), POLLIN, 0};
    if (poll(&call, 1, patience) <= 0) throw std::runtime_error("no interrupt came");
  }

 private:
  void take() {
    std::uint64_t count = 0;
    vmm::checked(read(frontend_.call(), &count, sizeof count), "read");
  }
  const Frontend& frontend_;
};

struct Split {
  using Driver = virtqueue::SplitDriver<DirectMemory>;
  static constexpr std::uint64_t features = 0;
  static constexpr std::uint32_t base = 0;
  static auto layout() { return virtqueue::lay_out(high, ring_size); }
};
struct Packed {
  using Driver = virtqueue::PackedDriver<DirectMemory>;
  static constexpr std::uint64_t features = feature::ring_packed;
  static constexpr std::uint32_t base = 0x80008000;
  static auto layout() { return virtqueue::lay_out_packed(high, ring_size); }
};

std::uint64_t features_of(Suppression suppression) {
  return feature::version_1 | feature::indirect_desc |
         (suppression == Suppression::event_idx ? feature::event_idx : 0);
}

/// What one check needs in guest memory, and of its own.
template <class Layout>
struct Guest {
  Guest(Frontend& frontend, Suppression suppression)
      : world(frontend), memory(frontend.guest()), driver(memory, Layout::layout(), slots, suppression) {
    for (std::uint32_t i = 0; i < in_flight; ++i)
      places[i].at = high + 0x8000 + i * integrity::Request::bytes;
  }
  Findings check(const Plan& plan) {
    std::vector<std::uint32_t> free(in_flight);
    DiskCheck check(world, QueueId{0}, memory, driver, ledger, places, free, plan);
    check.run();
    return check.findings();
  }

  EventWorld world;
  DirectMemory memory;
  std::vector<virtqueue::DriverSlot> slots = std::vector<virtqueue::DriverSlot>(ring_size);
  typename Layout::Driver driver;
  std::vector<std::uint32_t> generations = std::vector<std::uint32_t>(sectors);
  Ledger ledger{generations};
  std::vector<integrity::Request> places = std::vector<integrity::Request>(in_flight);
};

}  // namespace

TEMPLATE_TEST_CASE("A driver's data come back from a vhost-user disk, in every layout and suppression", "",
                   Split, Packed) {
  for (const Suppression suppression : {Suppression::flags, Suppression::event_idx, Suppression::none})
    for (const bool is_indirect : {false, true}) {
      CAPTURE(static_cast<int>(suppression), is_indirect);
      ServedDisk served(sectors);
      fill_image(served.disk.bytes());
      Frontend frontend(served.frontend_end.get());
      frontend.introduce(features_of(suppression) | TestType::features);
      Guest<TestType> guest(frontend, suppression);
      frontend.start(address_of(TestType::layout()), ring_size, TestType::base);
      const Findings found = guest.check({.seed = 3,
                                          .requests = requests,
                                          .in_flight = in_flight,
                                          .is_indirect = is_indirect,
                                          .delays = is_indirect});
      CHECK(found.errors() == 0);
      const Session session = served.end();
      CHECK(session.errors.empty());
      const ImageState state = examine_image(served.disk.bytes());
      CHECK(state.bad_sectors == 0);
      CHECK(state.digest == found.digest);
      REQUIRE(session.rings.size() == 1);
      CHECK(session.rings[0].requests == requests + sectors / most_sectors);
      CHECK(session.rings[0].is_packed == (TestType::features != 0));
    }
}

TEMPLATE_TEST_CASE("A ring that was stopped goes on where it was", "", Split, Packed) {
  ServedDisk served(sectors);
  fill_image(served.disk.bytes());
  Frontend frontend(served.frontend_end.get());
  frontend.introduce(features_of(Suppression::event_idx) | TestType::features);
  Guest<TestType> guest(frontend, Suppression::event_idx);
  std::uint32_t base = TestType::base;
  for (std::uint64_t i = 1; i <= 5; ++i) {
    frontend.start(address_of(TestType::layout()), ring_size, base);
    CHECK(guest.check({.seed = i, .requests = 100, .in_flight = in_flight}).errors() == 0);
    base = frontend.stop();
    // One entry a request: 100 random ones, and 512 sectors by 8.
    if (TestType::features == 0) CHECK(base == i * 164);
  }
  CHECK(served.end().errors.empty());
  CHECK(examine_image(served.disk.bytes()).digest == guest.ledger.digest());
}
