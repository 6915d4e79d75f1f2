#include "measure/host_suite.hpp"

#include <fmt/format.h>

#include "measure/host_benches.hpp"

namespace kickpath::measure {

namespace {

struct PlaceInfo {
  Place place;
  const char* name;
  const char* meaning;
  const char* preempted;  ///< what counts as preempted; nullptr: there is nobody to preempt
};

constexpr PlaceInfo places[] = {
    {Place::same_core, "same_core",
     "the waker's own core; a waker that is not preempted goes on to block in read(2) of another eventfd",
     "1 if the wakee ran before the waker's write(2) returned, else 0"},
    {Place::idle_other_core, "idle_other_core",
     "another core, idle for 100 us; the waker spins before and after", nullptr},
    {Place::long_idle_other_core, "long_idle_other_core",
     "another core, idle for 1 ms; the waker spins before and after", nullptr},
    {Place::busy_other_core, "busy_other_core",
     "another core, on which a thread of equal priority computes; the waker spins before and after",
     "1 if the wakee ran within 100 us of the write(2), 0 if it waited for a tick or the slice's end"}};

Group wake_group(WaitBy how, const PlaceInfo& info) {
  const std::string prefix = fmt::format("wake.{}.{}.", name_of(how), info.name);
  const char* wait = how == WaitBy::epoll   ? "epoll_wait(2)"
                     : how == WaitBy::ppoll ? "ppoll(2)"
                                            : "a blocking read(2)";
  Group group;
  group.entries = {
      {prefix + "waker",
       fmt::format("write(2) of an eventfd called -> returned; a thread sleeps in {} on {}{}", wait,
                   info.meaning,
                   info.place == Place::same_core ? "; wakes in which it preempted are left out" : "")},
      {prefix + "wakee",
       fmt::format("just before that write(2) -> first instruction after {}, on {}", wait, info.meaning)}};
  if (info.place == Place::same_core)
    group.entries.push_back(
        {prefix + "wakee_after_waker",
         "as wakee, for those wakes alone in which the write(2) returned before the wakee ran"});
  if (info.preempted != nullptr) group.entries.push_back({prefix + "preempted", info.preempted, "1"});
  group.run = [how, place = info.place](Bench& bench) { return time_wakes(bench, how, place); };
  group.cores = info.place == Place::same_core ? 1 : 2;
  return group;
}

std::vector<Group> groups_without_wakes() {
  return {
      {{{"clock.rdtscp",
         "one RDTSCP after another: the clock's own time, which every unbatched sample contains once"},
        {"clock.gettime", "clock_gettime(CLOCK_MONOTONIC) called -> returned"},
        {"syscall.getppid", "getppid called -> returned: an empty system call"},
        {"ioctl.enotty", "ioctl(2) that an eventfd does not know called -> returned ENOTTY"}},
       time_calls},
      {{{"eventfd.write", "write(2) of an eventfd called -> returned; nobody waits"},
        {"eventfd.write_read",
         "write(2) of an eventfd called -> read(2) of it returned; nobody waits or blocks"},
        {"epoll.ready", "epoll_wait(2) called -> returned; the event is there"},
        {"ppoll.ready", "ppoll(2) of one eventfd called -> returned; the event is there"}},
       time_events},
      {{{"sched.yield", "sched_yield(2) called -> returned; nobody else wants the core"},
        {"switch.pipe.same_core",
         "one thread's write(2) of a byte called -> the other's blocking read(2) returned; half of there and "
         "back"},
        {"switch.eventfd.same_core",
         "one thread's write(2) of an eventfd called -> the other's blocking read(2) returned; half of there "
         "and back"}},
       time_switches},
      {{{"line.round_trip",
         "a core writes a cache line -> sees what another, spinning core wrote into it in answer"},
        {"line.transfer",
         "a load of a line that another core wrote last begins -> its value is here; loads in a chain"}},
       time_lines,
       2},
      {{{"ring.post", "SplitDriver::add of one buffer called -> returned; this core owns all lines"},
        {"ring.kick_test", "SplitDriver::needs_kick called -> returned yes; this core owns all lines"},
        {"ring.pop", "SplitDevice::pop called -> returned a request of one buffer; this core owns all lines"},
        {"ring.push", "SplitDevice::push called -> returned; this core owns all lines"},
        {"ring.interrupt_test",
         "SplitDevice::needs_interrupt called -> returned yes; this core owns all lines"},
        {"ring.reap", "SplitDriver::reap called -> returned a completion; this core owns all lines"}},
       time_rings},
      {{{"program.driver",
         "a guest's program of depth 64 posts, tests, reaps: what it takes for a request, without its kicks"},
        {"program.device", "a device's visit to 64 requests: what it takes for one, without its backend"}},
       time_programs},
      {{{"copy.4096_bytes", "memcpy of a page called -> returned; both pages in the first-level cache"}},
       time_copy},
      {{{"compute.100_us",
         "a program's work of 100 us, an iteration count of a core to itself, begins -> ends"}},
       time_computing},
      {{{"jitter.gap", "a spinning thread's last instruction before a gap of more than 1 us -> its next one"},
        {"jitter.rate", "such gaps a second", "1/s"},
        {"tick.cost", "as jitter.gap, from 0.3 us on, for those gaps that come with the timer tick"}},
       time_jitter,
       1,
       false,
       true},
      {{{"timer.overshoot", "the instant that nanosleep(2) of 100 us was asked for -> returned"}},
       time_timers},
      {{{"idle.deep_after",
         "a core goes idle -> wake-ups from it take clearly longer; no samples where they take hardly longer "
         "after 2 ms "
         "than after 50 us"}},
       time_idle_depth,
       2},
      {{{"hog.slice", "a computing thread gets its core -> loses it to another like it on the same core"}},
       time_slices,
       1,
       false,
       true},
  };
}

}  // namespace

std::vector<Group> host_suite() {
  std::vector<Group> groups = groups_without_wakes();
  for (const WaitBy how : {WaitBy::epoll, WaitBy::ppoll, WaitBy::read})
    for (const PlaceInfo& info : places)
      if (how == WaitBy::epoll || info.place != Place::long_idle_other_core)
        groups.push_back(wake_group(how, info));
  return groups;
}

}  // namespace kickpath::measure
