#include "timer.hpp"

#include <utility>

#include "simulation.hpp"

namespace kickpath::engine {

Timer::Timer(Simulation& simulation, std::function<void()> callback)
    : calendar_(simulation.calendar_), alarm_(calendar_.lend(*this)), callback_(std::move(callback)) {}

Timer::~Timer() { calendar_.give_back(alarm_); }

void Timer::arm(Instant date) {
  check_invariant(date >= calendar_.now(), "a timer armed for the past");
  calendar_.arm(alarm_, date);
}

}  // namespace kickpath::engine
