#include "trace/attribution/task_log.hpp"

#include <algorithm>

namespace kickpath::trace {

namespace {

Split operator-(Split a, const Split& b) {
  for (std::size_t i = 0; i < part_count; ++i) a.by[i] -= b.by[i];
  return a;
}

}  // namespace

void TaskLog::add(const Moment& moment) {
  if (moment.end <= moment.begin) return;
  if (!entries_.empty()) {
    Entry& last = entries_.back();
    if (last.part == moment.part && last.is_serving == moment.is_serving && !last.is_wait() &&
        !moment.is_wait()) {
      last.end = moment.end;
      return;
    }
    add_clipped(last, last.begin, last.end, passed_);
  }
  if (entries_.size() == most) {
    entries_.pop_front();
    if (++forgotten_ % block == 1) at_block_.pop_front(), ++first_block_;
  }
  const std::uint64_t number = forgotten_ + entries_.size();
  if (number % block == 0) at_block_.push_back(passed_);
  Entry entry{moment, entries_.empty() ? 0 : entries_.back().last_wait};
  if (moment.is_wait()) entry.last_wait = number + 1;
  entries_.push_back(entry);
}

Instant TaskLog::served_last(Instant end) {
  if (entries_.empty() || entries_.back().end != end) return end;
  entries_.back().is_serving = true;
  return entries_.back().begin;
}

// Mostly it is one of the last.
std::size_t TaskLog::place_before(Instant date) const {
  std::size_t place = entries_.size();
  for (int tries = 0; place > 0 && tries < 8; ++tries)
    if (entries_[--place].begin < date) return place + 1;
  const auto after = std::lower_bound(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(place),
                                      date, [](const Entry& e, Instant d) { return e.begin < d; });
  return static_cast<std::size_t>(after - entries_.begin());
}

const Moment* TaskLog::before(Instant date) const {
  const std::size_t place = place_before(date);
  return place == 0 ? nullptr : &entries_[place - 1];
}

Instant TaskLog::end_of_wait_before(const Moment& moment) const {
  const std::uint64_t wait = static_cast<const Entry&>(moment).last_wait;
  return wait == 0 || wait - 1 < forgotten_ ? entries_.front().begin : at(wait - 1).end;
}

void TaskLog::add_clipped(const Entry& entry, Instant begin, Instant end, Sums& sums) const {
  const Duration d = std::min(entry.end, end) - std::max(entry.begin, begin);
  if (d <= Duration::zero()) return;
  sums.all[entry.part] += d;
  if (entry.is_serving) sums.serving[entry.part] += d;
}

// Whole blocks by the difference of what was before them.
TaskLog::Sums TaskLog::sums(Instant begin, Instant end) const {
  Sums sums;
  std::uint64_t number = forgotten_ + std::max<std::size_t>(place_before(begin + Duration{1}), 1) - 1;
  const std::uint64_t beyond = forgotten_ + place_before(end);
  for (; number < beyond && number % block != 0; ++number) add_clipped(at(number), begin, end, sums);
  // The last entry of all is in no block's sums yet, and the first one of a block may begin before `begin`.
  if (number + 2 * block < beyond) {
    add_clipped(at(number), begin, end, sums);
    for (++number; number % block != 0; ++number) add_clipped(at(number), begin, end, sums);
    const std::uint64_t last = (beyond - 1) / block * block;
    const Sums &from = at_block_[number / block - first_block_], &to = at_block_[last / block - first_block_];
    sums.all += to.all - from.all;
    sums.serving += to.serving - from.serving;
    number = last;
  }
  for (; number < beyond; ++number) add_clipped(at(number), begin, end, sums);
  return sums;
}

void TaskLog::add_span(Instant begin, Instant end, Split& split) const {
  if (end > begin) split += sums(begin, end).all;
}

void TaskLog::add_span_as_queueing(Instant begin, Instant end, Split& split) const {
  if (end <= begin) return;
  const Sums both = sums(begin, end);
  split += both.all - both.serving;
  split[Part::queueing] += both.serving.sum();
}

}  // namespace kickpath::trace
