#pragma once
#include <string>
#include <vector>

#include "request.hpp"
#include "shared.hpp"
#include "sides.hpp"

namespace kickpath::virtqueue::stress {

/// The driver: asks, and holds every answer against its question. A request is in flight under a token, which
/// is also the number of its place.
template <class Sides>
class DriverSide {
 public:
  /// Before the device, since it writes the empty rings.
  DriverSide(Shared& shared, std::uint64_t seed, std::uint32_t operations)
      : shared_(shared), slow_(mix(seed)), memory_(Sides::memory(shared.arena, slow_)), slots_(shared.mode.size),
        queue_(Sides::driver(shared.arena, memory_, slots_, shared.mode.suppression)), random_(seed),
        ids_(shared.mode.depth, no_id), is_back_(operations) {
    for (std::uint32_t token = 0; token < shared.mode.depth; ++token) free_tokens_.push_back(token);
  }

  /// Until all have come back. What went wrong, or nothing.
  std::string drive() {
    while (done_ < is_back_.size() && fault_.empty() && !shared_.is_over) {
      post();
      if (queue_.needs_kick()) shared_.kick.ring();
      if (!wait()) return queue_.has_used() ? "an interrupt was lost" : "no answer: a kick was lost";
      queue_.disable_interrupts();
      while (const auto used = queue_.reap()) check(*used);
      if (queue_.is_broken())
        return "the driver says: error " + std::to_string(static_cast<int>(queue_.error()));
    }
    if (fault_.empty() && done_ == is_back_.size()) check_end();
    return fault_;
  }

 private:
  static constexpr std::uint64_t no_id = ~std::uint64_t{0};

  // Mostly as many as may be in flight, at times fewer.
  void post() {
    auto most = static_cast<std::uint32_t>(free_tokens_.size());
    if (most > 1 && random_.below(4) == 0) most = 1 + random_.below(most);
    for (; most > 0 && asked_ < is_back_.size(); --most)
      if (!post_one()) return;
  }

  // False: there is no room.
  bool post_one() {
    const std::uint32_t token = free_tokens_.back();
    const Request request = request_of(asked_, token);
    if (queue_.free_descriptors() < (request.is_indirect() ? 1 : request.buffers().size())) return false;
    request.ask(memory_, asked_);
    const AddResult result = request.is_indirect()
                                 ? queue_.add_indirect(request.buffers(), token, request.table())
                                 : queue_.add(request.buffers(), token);
    if (result != AddResult::added) fault_ = "a request was refused";
    ids_[token] = asked_++;
    free_tokens_.pop_back();
    return true;
  }

  bool wait() {
    const auto has_news = [this] { return queue_.has_used() || queue_.is_broken() || shared_.is_over; };
    if (has_news()) return true;
    if (shared_.mode.waiting == Waiting::poll) return poll_until(has_news, patience);
    return dawdle(random_, has_news) || queue_.enable_interrupts() || shared_.interrupt.wait(patience);
  }

  void check(const Used& used) {
    const std::uint64_t id = used.token < ids_.size() ? ids_[used.token] : no_id;
    if (id == no_id || is_back_[id]) {
      fault_ = "a request came back that is not in flight";
      return;
    }
    const Request request = request_of(id, used.token);
    if (used.length != 8) fault_ = "a wrong length";
    if (memory_.template load<std::uint64_t>(request.answer()) != request.expected(id)) fault_ = "a wrong answer";
    is_back_[id] = true;
    ids_[used.token] = no_id;
    free_tokens_.push_back(used.token);
    ++done_;
  }

  void check_end() {
    if (queue_.in_flight() != 0) fault_ = "requests are in flight at the end";
    if (queue_.free_descriptors() != shared_.mode.size) fault_ = "descriptors are lost at the end";
  }

  Request request_of(std::uint64_t id, std::uint32_t token) const {
    return {form_of(shared_.mode.shape, shared_.mode.size, id), shared_.arena.place(token)};
  }

  Shared& shared_;
  SlowStores slow_;
  typename Sides::Memory memory_;
  std::vector<DriverSlot> slots_;
  typename Sides::Driver queue_;
  Random random_;
  std::vector<std::uint64_t> ids_;  ///< by token
  std::vector<bool> is_back_;       ///< by id
  std::vector<std::uint32_t> free_tokens_;
  std::uint64_t asked_ = 0;  ///< and the next id
  std::uint64_t done_ = 0;
  std::string fault_;
};

}  // namespace kickpath::virtqueue::stress
