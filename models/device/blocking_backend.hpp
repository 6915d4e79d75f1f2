#pragma once
#include <memory>
#include <vector>

#include "device/backend.hpp"
#include "host/host.hpp"

namespace kickpath::device {

/// Makes a backend synchronous: the thread that serves sleeps until the device is done, as in pread(2) and
/// pwrite(2).
class BlockingBackend final : public Backend, private CompletionSink {
 public:
  BlockingBackend(host::Host& host, std::unique_ptr<Backend> inner) : host_(host), inner_(std::move(inner)) {}

  bool serve(host::Task& server, const Request& request, CompletionSink&, Ticket ticket) override {
    const std::uint16_t slot = take_slot(server);
    if (!inner_->serve(server, request, *this, {slot, ticket.written}))
      while (waiters_[slot] != nullptr) server.block("the device");
    waiters_[slot] = nullptr;
    free_slots_.push_back(slot);
    return true;
  }

 private:
  // Its interrupt comes to the core that submitted.
  void complete(Ticket ticket) override {
    host::Task& waiter = *std::exchange(waiters_[ticket.head], nullptr);
    host_.wake_from_irq(waiter, waiter.core());
  }
  void complete_by(host::Task& worker, Ticket ticket) override {
    host_.wake(*std::exchange(waiters_[ticket.head], nullptr), worker);
  }

  std::uint16_t take_slot(host::Task& server) {
    if (free_slots_.empty()) {
      free_slots_.push_back(static_cast<std::uint16_t>(waiters_.size()));
      waiters_.emplace_back();
    }
    const std::uint16_t slot = free_slots_.back();
    free_slots_.pop_back();
    waiters_[slot] = &server;
    return slot;
  }

  host::Host& host_;
  std::unique_ptr<Backend> inner_;
  std::vector<host::Task*> waiters_;  ///< by slot; null: done
  std::vector<std::uint16_t> free_slots_;
};

}  // namespace kickpath::device
