#pragma once
#include <cstdint>
#include <span>

#include "integrity/cutting.hpp"
#include "integrity/draws.hpp"
#include "integrity/ledger.hpp"
#include "integrity/plan.hpp"
#include "integrity/request.hpp"
#include "program/world.hpp"
#include "virtqueue/driver_queue.hpp"

namespace kickpath::integrity {

/// What the check asks of the world that it runs in; the meaning is that of program/world.hpp.
template <class W>
concept CheckWorld = program::World<W> && requires(W world, QueueId queue) {
  world.kick(queue);
  world.clear_interrupts();
  world.wait_for_interrupt();
};

/// A driver of a virtio-blk device that knows what every sector must hold: random requests, each read
/// compared, then the whole disk. A request that is lost, done twice, done elsewhere or done in part is seen
/// when its sectors are read next; one that never comes back when the world's patience ends.
template <CheckWorld W, virtqueue::DriverQueue Q>
class DiskCheck {
 public:
  using Memory = typename Q::Memory;

  /// `places`: one for each request in flight, each of which has its address in guest memory; `free` as many
  /// words of the check's own. At least `most_sectors` sectors, and a ring of Cutting::most_buffers or more.
  DiskCheck(W& world, QueueId id, const Memory& memory, Q& queue, Ledger& ledger, std::span<Request> places,
            std::span<std::uint32_t> free, const Plan& plan)
      : world_(world), id_(id), memory_(memory), queue_(queue), ledger_(ledger), places_(places), free_(free),
        plan_(plan), draws_(plan.seed), free_count_(static_cast<std::uint32_t>(places.size())) {
    for (std::uint32_t i = 0; i < free_count_; ++i) free_[i] = i;
  }

  const Findings& findings() const { return found_; }

  void run() {
    if (plan_.polls) queue_.disable_interrupts();
    for (std::uint64_t left = plan_.requests; left != 0 && can_go_on();) {
      left -= post_some(left, [&](Request& r) { return draw(r); });
      wait();
    }
    finish();
    read_all();
    finish();
    found_.ring_error = queue_.error();
    found_.has_ended = queue_.in_flight() == 0 && !has_held_ && !world_.is_stopping();
    found_.digest = ledger_.digest();
  }

 private:
  bool can_go_on() const { return !queue_.is_broken() && !world_.is_stopping(); }

  void read_all() {
    for (std::uint32_t next = 0; next < ledger_.sectors() && can_go_on();) {
      post_some(ledger_.sectors(), [&](Request& r) {
        const std::uint32_t left = ledger_.sectors() - next;
        if (left == 0) return false;
        choose(r, program::BlkType::in, next, left < most_sectors ? left : most_sectors);
        next += r.count;
        return true;
      });
      wait();
    }
  }

  void finish() {
    while ((queue_.in_flight() != 0 || has_held_) && can_go_on()) {
      post_some(0, [](Request&) { return false; });
      wait();
    }
  }

  /// Posts until so many are in flight, the ring is full or there is nothing more to post; at most `most`.
  template <class Choose>
  std::uint64_t post_some(std::uint64_t most, const Choose& choose_next) {
    std::uint64_t posted = 0;
    if (has_held_ && !post_held()) return 0;
    while (posted < most && free_count_ != 0 && queue_.in_flight() < plan_.in_flight) {
      held_ = free_[free_count_ - 1];
      if (!choose_next(places_[held_])) break;
      --free_count_;
      ++posted;
      if (!post_held()) break;
      if (draws_.once_in(4)) kick_if_needed();
    }
    kick_if_needed();
    return posted;
  }

  /// A random request; false: its sectors are under way, or that of another, several times in a row.
  bool draw(Request& r) {
    if (draws_.once_in(256)) {
      choose(r, program::BlkType::flush, 0, 0);
      return true;
    }
    for (int tries = 0; tries < 8; ++tries) {
      const std::uint32_t count = 1 + draws_.below(most_sectors);
      const std::uint32_t first = draws_.below(ledger_.sectors() - count + 1);
      if (!ledger_.take(first, count)) continue;
      choose(r, draws_.once_in(2) ? program::BlkType::in : program::BlkType::out, first, count);
      return true;
    }
    return false;
  }

  static void choose(Request& r, program::BlkType type, std::uint32_t first, std::uint32_t count) {
    r.type = type;
    r.sector = first;
    r.count = count;
  }

  /// False: the ring is full, the request is held until it is not; or the ring is broken.
  bool post_held() {
    const Request& r = places_[held_];
    if (!has_held_) prepare(r);
    has_held_ = true;
    world_.about_to(program::RingOperation::post, id_);
    const Cutting cutting(r, draws_);
    const bool has_table = plan_.is_indirect && !draws_.once_in(4);
    const auto answer = has_table ? queue_.add_indirect(cutting.buffers(), held_, r.table())
                                  : queue_.add(cutting.buffers(), held_);
    has_held_ = answer != virtqueue::AddResult::added;
    if (answer == virtqueue::AddResult::full) ++found_.ring_full;
    return !has_held_;
  }

  void prepare(const Request& r) {
    if (r.type == program::BlkType::out)
      for (std::uint32_t i = 0; i < r.count; ++i) ledger_.renew(r.sector + i);
    write_request(memory_, r, [&](std::uint32_t sector) { return ledger_.name(sector); });
  }

  void kick_if_needed() {
    world_.about_to(program::RingOperation::kick_test, id_);
    if (!queue_.needs_kick()) return;
    ++found_.kicks;
    world_.kick(id_);
  }

  /// Until at least one request is back, if any is out.
  void wait() {
    while (queue_.in_flight() != 0 && can_go_on()) {
      if (!plan_.polls) world_.clear_interrupts();
      if (plan_.polls ? reap_all() : reap_all_masked()) return;
      if (plan_.polls) continue;
      ++found_.waits;
      world_.wait_for_interrupt();
    }
  }

  bool reap_all_masked() {
    const bool delays = plan_.delays && draws_.once_in(2);
    bool has_reaped = false;
    do {
      queue_.disable_interrupts();
      has_reaped |= reap_all();
    } while (delays ? queue_.enable_interrupts_delayed() : queue_.enable_interrupts());
    return has_reaped;
  }

  bool reap_all() {
    bool has_reaped = false;
    while (const auto used = queue_.reap()) {
      world_.about_to(program::RingOperation::reap, id_);
      judge(places_[used->token], used->length);
      free_[free_count_++] = used->token;
      has_reaped = true;
    }
    return has_reaped;
  }

  void judge(const Request& r, std::uint32_t used_length) {
    const auto load = [&](virtqueue::GuestAddress a) { return memory_.template load<std::uint64_t>(a); };
    if (load(r.status()) != status_ok) ++found_.bad_status;
    if (used_length != r.bytes_to_write()) ++found_.bad_length;
    if (load(r.fence_before()) != fence || load(r.fence_behind()) != fence) ++found_.overruns;
    count(r);
    if (r.type == program::BlkType::in)
      for (std::uint32_t i = 0; i < r.count; ++i) compare(r.sector + i, r.data() + sector_bytes * i);
    ledger_.give_back(r.sector, r.count);
  }

  void count(const Request& r) {
    if (r.type == program::BlkType::flush) {
      ++found_.flushes;
    } else if (r.type == program::BlkType::in) {
      ++found_.reads;
      found_.sectors_read += r.count;
    } else {
      ++found_.writes;
      found_.sectors_written += r.count;
    }
  }

  void compare(std::uint32_t sector, virtqueue::GuestAddress at) {
    const std::uint64_t expected = ledger_.name(sector);
    const std::uint32_t wrong = first_wrong_word(memory_, at, expected);
    if (wrong == sector_words) return;
    if (found_.bad_sectors++ == 0)
      found_.first_wrong = {expected, memory_.template load<std::uint64_t>(at), wrong};
  }

  W& world_;
  QueueId id_;
  Memory memory_;
  Q& queue_;
  Ledger& ledger_;
  std::span<Request> places_;
  std::span<std::uint32_t> free_;  // places without a request in flight: the first free_count_
  Plan plan_;
  Draws draws_;
  Findings found_;
  std::uint32_t free_count_;
  std::uint32_t held_ = 0;  // the place of the request that is being posted
  bool has_held_ = false;   // the ring was full for it
};

}  // namespace kickpath::integrity
