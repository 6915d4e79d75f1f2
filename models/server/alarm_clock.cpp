#include "server/alarm_clock.hpp"

#include <algorithm>
#include <utility>

#include "engine/simulation.hpp"

namespace kickpath::server {

class AlarmClock::Hand final : public LoopTimer {
 public:
  Hand(AlarmClock& clock, std::function<void()> expired) : clock_(clock), expired_(std::move(expired)) {}
  ~Hand() override { clock_.disarm(*this); }
  Hand(const Hand&) = delete;
  Hand& operator=(const Hand&) = delete;

  void arm(Instant date) override {
    clock_.disarm(*this);
    date_ = date;
    clock_.arm(*this);
  }
  void cancel() override { clock_.disarm(*this); }
  Instant date() const { return date_; }
  void expire() { expired_(); }

 private:
  AlarmClock& clock_;
  std::function<void()> expired_;
  Instant date_{};
};

AlarmClock::AlarmClock(engine::Simulation& simulation, Duration floor, std::function<void()> rings)
    : simulation_(simulation), floor_(floor), rings_(std::move(rings)),
      alarm_(simulation, [this] { ring(); }) {}

std::unique_ptr<LoopTimer> AlarmClock::make_timer(std::function<void()> expired) {
  return std::make_unique<Hand>(*this, std::move(expired));
}

void AlarmClock::arm(Hand& hand) {
  const auto later = [](Instant date, const Hand* other) { return date < other->date(); };
  armed_.insert(std::upper_bound(armed_.begin(), armed_.end(), hand.date(), later), &hand);
  if (armed_.front() == &hand && !has_rung_) rearm();
}

void AlarmClock::disarm(Hand& hand) {
  armed_.erase(std::remove(armed_.begin(), armed_.end(), &hand), armed_.end());
}

void AlarmClock::rearm() {
  if (armed_.empty()) return;
  const Instant now = simulation_.now();
  const Instant date = std::max(armed_.front()->date(), now + floor_);
  if (!alarm_.is_armed() || alarm_.date() > date) alarm_.arm(date);
}

void AlarmClock::ring() {
  has_rung_ = true;
  rings_();
}

void AlarmClock::turn() {
  if (std::exchange(has_rung_, false)) rearm();
  while (!armed_.empty() && armed_.front()->date() <= simulation_.now()) {
    Hand& hand = *armed_.front();
    armed_.erase(armed_.begin());
    hand.expire();
  }
}

}  // namespace kickpath::server
