#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <sched.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "measure/core_thread.hpp"
#include "measure/event_fd.hpp"
#include "measure/host_benches.hpp"

namespace kickpath::measure {

namespace {

/// One direction of a pair of threads; take() is false when the other side is gone.
class Pipe {
 public:
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe2");
    out_ = FileDescriptor(ends[0]);
    in_ = FileDescriptor(ends[1]);
  }

  bool give() const { return ::write(in_.get(), "x", 1) == 1; }
  bool take() const {
    char byte = 0;
    ssize_t taken = 0;
    do taken = ::read(out_.get(), &byte, 1);
    while (taken < 0 && errno == EINTR);
    return taken == 1;
  }
  void close() { in_ = FileDescriptor{}; }

 private:
  FileDescriptor out_, in_;
};

/// The same of an eventfd.
class Events {
 public:
  bool give() const {
    event_.signal();
    return true;
  }
  bool take() const {
    event_.take();
    return !is_closed_.load();
  }
  void close() {
    is_closed_ = true;
    event_.signal();
  }

 private:
  EventFd event_{EventFd::Mode::blocking};
  std::atomic<bool> is_closed_ = false;
};

/// A thread that answers each byte or event at once.
template <class Channel>
class Echo {
 public:
  explicit Echo(CoreId core)
      : thread_(start_on(core, [this] {
          while (there_.take() && back_.give()) {
          }
        })) {}
  ~Echo() {
    there_.close();
    thread_.join();
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;

  void round_trip() const {
    there_.give();
    back_.take();
  }

 private:
  Channel there_, back_;
  std::thread thread_;
};

/// Half a round trip: there and back are the same work.
template <class Channel>
Samples time_one_way(Bench& bench, unsigned index, unsigned of) {
  const Echo<Channel> echo(bench.cores().home);
  Samples samples = bench.time_batches(index, of, 20, [&] { echo.round_trip(); });
  for (double& value : samples.values) value /= 2;
  samples.batch *= 2;
  return samples;
}

}  // namespace

std::vector<Samples> time_switches(Bench& bench) {
  return {bench.time_batches(0, 3, 50, [] { sched_yield(); }), time_one_way<Pipe>(bench, 1, 3),
          time_one_way<Events>(bench, 2, 3)};
}

}  // namespace kickpath::measure
