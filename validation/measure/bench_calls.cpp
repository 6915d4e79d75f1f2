#include <ctime>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "measure/event_fd.hpp"
#include "measure/host_benches.hpp"

namespace kickpath::measure {

// The batches last some 10 us: long against the clock's own time, short against a tick's period, so that few
// batches hold a tick.
std::vector<Samples> time_calls(Bench& bench) {
  const EventFd event(EventFd::Mode::nonblocking);
  return {bench.time_batches(0, 4, 500, [] { rdtscp(); }),
          bench.time_batches(1, 4, 200,
                             [] {
                               timespec now{};
                               clock_gettime(CLOCK_MONOTONIC, &now);
                             }),
          // Not getppid(3): some C libraries remember the answer.
          bench.time_batches(2, 4, 100, [] { ::syscall(SYS_getppid); }), bench.time_batches(3, 4, 100, [&] {
            int ignored = 0;
            ::ioctl(event.fd(), FIONREAD, &ignored);  // ENOTTY
          })};
}

}  // namespace kickpath::measure
