// Frontends that are wrong in every way that chance finds: the backend answers, refuses or ends the session,
// and never does what is undefined (the sanitizers' build says so).
#include <map>
#include <random>

#include <catch2/catch.hpp>

#include "frontend.hpp"

using namespace kickpath;
using namespace kickpath::vhost_user;
using namespace kickpath::vhost_user::testing;

namespace {

constexpr int sessions =
#ifdef KICKPATH_SANITIZED
    400;
#else
    4000;
#endif

/// Messages that are mostly right, and now and then wrong in one word, in their size or in their descriptors.
class HostileFrontend {
 public:
  HostileFrontend(Frontend& frontend, std::uint64_t seed) : frontend_(frontend), random_(seed) {}

  void talk() {
    if (!once_in(8)) introduce();
    for (const std::uint32_t request : {8u, 10u, 9u, 13u, 14u, 12u, 18u})  // as a ring is started
      if (!say(request)) return;
    for (int i = 0; i < 40; ++i)
      if (!say_something()) return;
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool once_in(std::uint64_t n) { return below(n) == 0; }
  std::uint64_t twist(std::uint64_t right) {
    switch (below(40)) {
      case 0:
        return random_();
      case 1:
        return right + 1;
      case 2:
        return ~std::uint64_t{0} - below(0x2000);
      case 3:
        return right ^ std::uint64_t{1} << below(64);
      default:
        return right;
    }
  }
  void put(std::uint64_t word, std::size_t bytes) {
    word = twist(word);
    const auto* from = reinterpret_cast<const std::byte*>(&word);
    payload_.insert(payload_.end(), from, from + bytes);
  }
  void introduce() {
    frontend_.introduce(feature::version_1 | (is_packed_ ? feature::ring_packed : 0),
                        protocol_feature::reply_ack);
  }

  bool say_something() {
    static constexpr std::uint32_t requests[] = {1,  2,  3,  5,  8,  9,  10, 11, 12,
                                                 13, 14, 15, 16, 17, 18, 24, 25};
    return say(once_in(50) ? static_cast<std::uint32_t>(below(60)) : requests[below(std::size(requests))]);
  }
  bool say(std::uint32_t request) {
    payload_.clear();
    descriptors_.clear();
    write_payload(request);
    if (once_in(60)) payload_.resize(below(payload_.size() + 40));
    if (once_in(60)) descriptors_.assign(below(10), frontend_.kick());
    const auto right_size = static_cast<std::uint32_t>(payload_.size());
    const std::uint32_t size = once_in(100) ? static_cast<std::uint32_t>(random_()) : right_size;
    constexpr std::uint32_t usual = header_flag::version | header_flag::need_reply;
    const std::uint32_t flags = once_in(100) ? static_cast<std::uint32_t>(below(16)) : usual;
    return frontend_.send_bytes({request, flags, size}, payload_.data(), payload_.size(), descriptors_);
  }

  void write_payload(std::uint32_t request) {
    switch (static_cast<Request>(request)) {
      case Request::set_features:
        return put(feature::version_1 | feature_protocol_features | (once_in(2) ? feature::ring_packed : 0),
                   8);
      case Request::set_protocol_features:
        return put(protocol_feature::reply_ack, 8);
      case Request::set_mem_table:
        return write_memory_table();
      case Request::set_vring_num:
        put(0, 4);
        return put(once_in(4) ? below(200) : 64, 4);
      case Request::set_vring_base:
        put(0, 4);
        return put(is_packed_ ? 0x80008000 : 0, 4);
      case Request::get_vring_base:
      case Request::set_vring_enable:
        put(once_in(8) ? below(5) : 0, 4);
        return put(1, 4);
      case Request::set_vring_addr:
        return write_address();
      case Request::set_vring_kick:
      case Request::set_vring_call:
      case Request::set_vring_err:
        descriptors_ = {request == 12 ? frontend_.kick() : frontend_.call()};
        return put(once_in(20) ? 0x100 : 0, 8);
      case Request::get_config:
        put(below(300), 4);
        put(60, 4);
        put(0, 4);
        payload_.resize(12 + 60);
        return;
      default:
        return;
    }
  }
  void write_memory_table() {
    put(2, 4);
    put(0, 4);
    for (const MemoryRegion& r : {low_region, high_region}) {
      for (const std::uint64_t word : {r.guest_address, r.bytes, r.user_address, r.offset}) put(word, 8);
      descriptors_.push_back(frontend_.memory());
    }
  }
  void write_address() {
    const VringAddress a = once_in(2) ? address_of(virtqueue::lay_out(high, 64))
                                      : address_of(virtqueue::lay_out_packed(high, 64));
    put(0, 4);
    put(0, 4);
    for (const std::uint64_t word : {a.desc, a.used, a.avail, a.log}) put(word, 8);
  }

  Frontend& frontend_;
  std::mt19937_64 random_;
  bool is_packed_ = once_in(2);
  std::vector<std::byte> payload_;
  std::vector<int> descriptors_;
};

/// A guest's memory in which the rings and requests are anything.
void scribble(const Frontend& frontend, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  for (std::uint64_t at = 0; at < 0x2000; at += 8) {
    const std::uint64_t r = random();
    // Mostly small, so that some of it gets past the first check; addresses are in the rings' region. As the
    // second half of a descriptor: a length, flags or an id, and the flag by which a packed one is available.
    const std::uint64_t address = high_region.guest_address + (r >> 32) % high_bytes;
    const std::uint64_t rest = (r >> 8) % 64 | (r >> 32) % 8 << 32 | std::uint64_t{0x80} << 48;
    frontend.guest().store<std::uint64_t>(high + at, r % 4 == 0 ? address : r % 4 == 1 ? rest : 0);
  }
  frontend.guest().store<std::uint16_t>(virtqueue::lay_out(high, 64).avail_idx(),
                                        static_cast<std::uint16_t>(random() % 70));
}

}  // namespace

TEST_CASE("Hostile frontends are answered, refused or left, and harm nothing") {
  std::map<std::string, int> ends;
  std::uint64_t started = 0, broken = 0;
  for (int seed = 0; seed < sessions; ++seed) {
    CAPTURE(seed);
    ServedDisk served(8);
    Frontend frontend(served.frontend_end.get());
    scribble(frontend, static_cast<std::uint64_t>(seed));
    HostileFrontend(frontend, static_cast<std::uint64_t>(seed)).talk();
    const Session& session = served.end();
    for (const std::string& error : session.errors)
      ++ends[error.substr(0, error.find_first_of("0123456789"))];
    started += session.rings.size();
    for (const RingUse& ring : session.rings) broken += ring.error != virtqueue::DeviceError::none;
  }
  // It got far enough to be worth something: rings ran, drivers broke them, and many kinds of errors were
  // told.
  CHECK(started > static_cast<std::uint64_t>(sessions) / 20);
  CHECK(broken > started / 4);
  CHECK(ends.size() > 15);
}
