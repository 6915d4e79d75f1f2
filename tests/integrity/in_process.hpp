#pragma once
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <vector>

#include "integrity/disk_check.hpp"
#include "program/device_loop.hpp"
#include "virtqueue/direct_memory.hpp"
#include "virtqueue/packed_device.hpp"
#include "virtqueue/packed_driver.hpp"
#include "virtqueue/split_device.hpp"
#include "virtqueue/split_driver.hpp"

/// The check against this project's own device, in one process and one thread: a kick serves the ring, at
/// once or when the driver waits, as the test chooses.
namespace kickpath::integrity::testing {

constexpr virtqueue::GuestAddress memory_start{0x10000};
constexpr std::uint16_t ring_size = 32;

/// One request as a device sees it, before it is served.
struct Seen {
  program::BlkType type;
  std::uint64_t sector;
  std::uint32_t sectors;
};
/// How a faulty device differs: it may serve another request than was asked, or none.
struct Fault {
  std::function<void(Seen&)> before = [](Seen&) {};
  std::function<bool(const Seen&)> does_serve = [](const Seen&) { return true; };
  std::uint8_t status = 0;
  std::uint32_t extra_length = 0;
  std::uint32_t bytes_not_done = 0;  ///< at the end of the data
  bool forgets_interrupt = false;
  bool overruns = false;  ///< a read fills one byte too many, if the next buffer is elsewhere
};

class Memory {
 public:
  explicit Memory(std::size_t bytes) : words_(bytes / 8) {}
  virtqueue::DirectMemory handle() {
    return {reinterpret_cast<std::byte*>(words_.data()), memory_start, words_.size() * 8};
  }
  std::byte* at(virtqueue::GuestAddress a) {
    return reinterpret_cast<std::byte*>(words_.data()) + (a.value - memory_start.value);
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// A deadlock: the driver waits, and nothing will come.
struct NothingWillCome : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Both worlds at once: the driver's, and the device's.
template <class DeviceSide>
class Machine {
 public:
  Machine(Memory& memory, DeviceSide& device, std::vector<std::byte>& disk, Fault fault)
      : memory_(memory), device_(device), disk_(disk), fault_(std::move(fault)) {}

  Instant now() const { return {}; }
  bool is_stopping() const { return false; }
  void about_to(program::RingOperation, QueueId) {}
  void kick(QueueId) { is_kicked_ = true; }
  void clear_interrupts() { is_interrupted_ = false; }
  void wait_for_interrupt() {
    if (!is_interrupted_ && is_kicked_) {
      is_kicked_ = false;
      program::drain(*this, QueueId{0}, device_);
    }
    if (!is_interrupted_) throw NothingWillCome("the driver waits for an interrupt that nobody will send");
  }

  void interrupt(QueueId) { is_interrupted_ = !fault_.forgets_interrupt; }
  void ring_is_broken(QueueId) { throw std::runtime_error("the device says that the ring is broken"); }
  program::Served serve(QueueId, const virtqueue::Chain& chain) {
    std::vector<std::byte*> in, out;
    for (const auto& b : chain.buffers())
      for (std::uint32_t i = 0; i < b.length; ++i)
        (b.is_writable ? in : out).push_back(memory_.at(b.address + i));
    std::byte* const status = in.back();
    in.pop_back();
    std::uint64_t header[2];
    for (int i = 0; i < 16; ++i) reinterpret_cast<std::byte*>(header)[i] = *out[static_cast<std::size_t>(i)];
    out.erase(out.begin(), out.begin() + 16);
    const std::size_t bytes = in.size() + out.size();
    Seen seen{static_cast<program::BlkType>(header[0]), header[1], static_cast<std::uint32_t>(bytes / 512)};
    fault_.before(seen);
    if (fault_.does_serve(seen)) transfer(seen, in, out);
    *status = static_cast<std::byte>(fault_.status);
    return {true, static_cast<std::uint32_t>(in.size()) + 1 + fault_.extra_length};
  }

 private:
  void transfer(const Seen& seen, const std::vector<std::byte*>& in, const std::vector<std::byte*>& out) {
    const std::size_t at = seen.sector * 512;
    for (std::size_t i = 0; i + fault_.bytes_not_done < in.size(); ++i) *in[i] = disk_[at + i];
    for (std::size_t i = 0; i + fault_.bytes_not_done < out.size(); ++i) disk_[at + i] = *out[i];
    if (fault_.overruns && !in.empty()) in.back()[1] = std::byte{0};
  }

  Memory& memory_;
  DeviceSide& device_;
  std::vector<std::byte>& disk_;
  Fault fault_;
  bool is_kicked_ = false;
  bool is_interrupted_ = false;
};

}  // namespace kickpath::integrity::testing
