#include "vmm/event_loop.hpp"

#include <cerrno>
#include <stdexcept>
#include <string>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "vmm/clock_rates.hpp"
#include "vmm/system_call.hpp"

using namespace kickpath;
using namespace kickpath::literals;
using namespace kickpath::vmm;

/// The loop on real eventfds. Whoever is to stop it does so from within, so that nothing waits for a date.
namespace {

struct Event {
  Event() : fd(checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd")) {}
  void signal() const {
    const std::uint64_t one = 1;
    checked(write(fd.get(), &one, sizeof one), "write");
  }
  bool is_signalled() const {
    std::uint64_t count = 0;
    return read(fd.get(), &count, sizeof count) == sizeof count;
  }
  FileDescriptor fd;
};

const protocol::TscClock& any_clock() {
  static const protocol::TscClock clock(tsc_rate_of(2e9), protocol::read_tsc());
  return clock;
}

constexpr server::PollSpec never_poll{};
constexpr server::PollSpec always_poll{0_us, true};
constexpr server::PollSpec adaptive{3600_s, false};  // grows at each event that comes within the hour

bool is_free(std::mutex& lock) {
  bool was_free = false;
  std::thread([&] {
    was_free = lock.try_lock();
    if (was_free) lock.unlock();
  }).join();
  return was_free;
}

/// A source that writes down what it is asked: b(egin), l(ook), h(andle), e(nd).
struct Scripted {
  PollSource source() {
    return {[this] { log += 'b'; },
            [this] {
              if (log.back() != 'l') log += 'l';  // once, however often
              ++looks;
              return has_work();
            },
            [this] {
              log += 'h';
              on_handle();
            },
            [this] {
              log += 'e';
              return at_end();
            }};
  }

  std::string log;
  std::uint64_t looks = 0;
  std::function<bool()> has_work = [] { return false; };
  std::function<bool()> at_end = [] { return false; };
  std::function<void()> on_handle = [] {};
};

}  // namespace

TEST_CASE("An event is handled once for all its signals, its counter read before") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  const Event event;
  int handled = 0;
  loop.watch(event.fd.get(), [&] {
    ++handled;
    CHECK_FALSE(event.is_signalled());
    loop.stop();
  });
  event.signal();
  event.signal();
  loop.run();
  CHECK(handled == 1);
}

TEST_CASE("A signal that comes while its event is handled is handled afterwards") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  const Event event;
  int handled = 0;
  loop.watch(event.fd.get(), [&] {
    if (++handled == 1) {
      event.signal();
    } else {
      loop.stop();
    }
  });
  event.signal();
  loop.run();
  CHECK(handled == 2);
}

TEST_CASE("Each event has its own handler, and more than one wait brings are all handled") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  constexpr int events = 40;  // a wait brings 16
  std::vector<Event> all(events);
  std::vector<int> handled(events);
  int left = events;
  for (int i = 0; i < events; ++i)
    loop.watch(all[static_cast<std::size_t>(i)].fd.get(), [&, i] {
      ++handled[static_cast<std::size_t>(i)];
      if (--left == 0) loop.stop();
    });
  for (const Event& event : all) event.signal();
  loop.run();
  CHECK(handled == std::vector<int>(events, 1));
}

TEST_CASE("stop() from another thread ends a loop that waits") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  std::thread server([&] { loop.run(); });
  loop.stop();
  server.join();
}

TEST_CASE("A loop that was stopped before it runs returns at once") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  loop.stop();
  loop.run();
}

TEST_CASE("What a handler throws comes out of the loop") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  const Event event;
  loop.watch(event.fd.get(), [] { throw std::runtime_error("a broken ring"); });
  event.signal();
  CHECK_THROWS_WITH(loop.run(), "a broken ring");
}

TEST_CASE("The main loop holds the lock while it handles, and not afterwards") {
  std::mutex lock;
  EventLoop loop(never_poll, any_clock(), &lock);
  const Event event;
  bool was_free = true;
  loop.watch(event.fd.get(), [&] {
    was_free = is_free(lock);
    loop.stop();
  });
  event.signal();
  loop.run();
  CHECK_FALSE(was_free);
  CHECK(is_free(lock));
}

TEST_CASE("The main loop does not hold the lock while it waits") {
  std::mutex lock;
  EventLoop loop(never_poll, any_clock(), &lock);
  const Event event;
  bool was_handled = false;
  loop.watch(event.fd.get(), [&] {
    was_handled = true;
    loop.stop();
  });
  std::thread server([&] { loop.run(); });
  {
    const std::lock_guard held(lock);  // or this waits for ever
    event.signal();
    CHECK_FALSE(was_handled);  // whoever holds the lock is alone
  }
  server.join();
  CHECK(was_handled);
}

TEST_CASE("A source is handled under the lock too") {
  std::mutex lock;
  EventLoop loop(always_poll, any_clock(), &lock);
  Scripted source;
  bool was_free = true;
  source.has_work = [] { return true; };
  source.on_handle = [&] {
    was_free = is_free(lock);
    loop.stop();
  };
  loop.add(source.source());
  loop.run();
  CHECK_FALSE(was_free);
}

TEST_CASE(
    "A loop that polls always never blocks: it looks again and again, with kicks off, until it is stopped") {
  EventLoop loop(always_poll, any_clock(), nullptr);
  Scripted source;
  source.has_work = [&] {
    if (source.looks == 10'000) loop.stop();
    return false;
  };
  loop.add(source.source());
  loop.run();
  CHECK(source.looks == 10'000);
  CHECK(source.log == "ble");
}

TEST_CASE("A loop that polls always is stopped from another thread") {
  EventLoop loop(always_poll, any_clock(), nullptr);
  std::thread server([&] { loop.run(); });
  loop.stop();
  server.join();
}

TEST_CASE("Work that polling finds is handled at once, for each source that has some") {
  EventLoop loop(always_poll, any_clock(), nullptr);
  Scripted idle, busy;
  int left = 3;
  busy.has_work = [&] { return left > 0; };
  busy.on_handle = [&] {
    if (--left == 0) loop.stop();
  };
  loop.add(idle.source());
  loop.add(busy.source());
  loop.run();
  CHECK(busy.log == "blhlhlhe");
  CHECK(idle.log == "ble");
}

// The wake-up is written when polling ends: a loop that asked `end` after it had blocked would not wake. A
// loop that finds itself preempted for a whole poll has not looked; the next polls are longer.
TEST_CASE("Adaptive polling begins after the first event: kicks off, look, kicks on, and only then block") {
  EventLoop loop(adaptive, any_clock(), nullptr);
  const Event event;
  Scripted source;
  source.at_end = [&] {
    event.signal();
    return false;
  };
  loop.watch(event.fd.get(), [&] {
    source.log += 'v';
    if (source.looks != 0) loop.stop();
  });
  loop.add(source.source());
  event.signal();
  loop.run();
  CHECK(source.log.substr(0, 1) == "v");  // 0 at first: it blocks without polling
  const std::string last = source.log.substr(source.log.size() - 4);
  CHECK(last == "blev");
}

TEST_CASE("Work that came when polling ended is handled without blocking") {
  EventLoop loop(adaptive, any_clock(), nullptr);
  const Event event;
  Scripted source;
  source.at_end = [] { return true; };
  source.on_handle = [&] { loop.stop(); };
  loop.watch(event.fd.get(), [] {});
  loop.add(source.source());
  event.signal();  // once: a loop that blocks again does not end
  loop.run();
  CHECK(source.log.substr(source.log.size() - 2) == "eh");
}

TEST_CASE("A loop that may not poll never asks its sources") {
  EventLoop loop(never_poll, any_clock(), nullptr);
  const Event event;
  Scripted source;
  int rounds = 0;
  loop.watch(event.fd.get(), [&] {
    if (++rounds == 10) return loop.stop();
    event.signal();
  });
  loop.add(source.source());
  event.signal();
  loop.run();
  CHECK(source.log.empty());
}
