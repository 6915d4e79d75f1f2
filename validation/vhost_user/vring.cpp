#include "vhost_user/vring.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "vhost_user/features.hpp"

namespace kickpath::vhost_user {

namespace {

// An eventfd's counter. One that another has read meanwhile, or that is full, is as good.
void signal(const vmm::FileDescriptor& event) {
  const std::uint64_t one = 1;
  if (event.get() >= 0) [[maybe_unused]]
    const ssize_t ignored = write(event.get(), &one, sizeof one);
}

}  // namespace

std::uint32_t packed_base(virtqueue::RingPosition position) {
  return position.word() | std::uint32_t{position.word()} << 16;
}

void Vring::start(vmm::FileDescriptor kick, std::uint64_t features) {
  if (has_side()) refuse("is started twice");
  if (size_ == 0 || size_ > virtqueue::max_queue_size) refuse(fmt::format("has {} descriptors", size_));
  const auto suppression = (features & feature::event_idx) != 0 ? virtqueue::Suppression::event_idx
                                                                : virtqueue::Suppression::flags;
  const bool is_packed = (features & feature::ring_packed) != 0;
  is_packed ? start_packed(suppression) : start_split(suppression);
  kick_ = std::move(kick);
  is_broken_ = false;
  uses_.push_back({is_packed, suppression, size_});
}

// A device that left off may have left its wish for silence; this one begins without any (packed_event.hpp,
// split_device.hpp), as a driver leaves a new ring.
void Vring::start_split(virtqueue::Suppression suppression) {
  const virtqueue::QueueLayout layout{
      translate(address_.desc, "descriptors"), translate(address_.avail, "available ring"),
      translate(address_.used, "used ring"), static_cast<std::uint16_t>(size_)};
  const TableMemory memory{&memory_};
  if (base_ > 0xffff) refuse(fmt::format("begins at entry {}", base_));
  if (!is_usable(memory, layout))
    refuse("has parts that are not aligned or not in memory, or a size that is no power of 2");
  memory.store<std::uint16_t>(layout.used_flags(), 0);
  layout_ = layout;
  side_.emplace<Split>(memory, layout, suppression, static_cast<std::uint16_t>(base_));
}

void Vring::start_packed(virtqueue::Suppression suppression) {
  const virtqueue::PackedLayout layout{
      translate(address_.desc, "descriptors"), translate(address_.avail, "driver's event"),
      translate(address_.used, "device's event"), static_cast<std::uint16_t>(size_)};
  const virtqueue::RingPosition start{static_cast<std::uint16_t>(base_ & 0x7fff), (base_ & 0x8000) != 0};
  const TableMemory memory{&memory_};
  if (base_ != packed_base(start))
    refuse(fmt::format("is to go on with requests in flight (base {:#x})", base_));
  if (start.offset >= size_) refuse(fmt::format("begins at descriptor {} of {}", start.offset, size_));
  if (!is_usable(memory, layout)) refuse("has parts that are not aligned or not in memory");
  memory.store<std::uint32_t>(layout.device_event, 0);
  layout_ = layout;
  lengths_.assign(size_, 0);
  side_.emplace<Packed>(memory, layout, std::span(lengths_), suppression, start);
}

std::uint32_t Vring::stop() {
  if (const auto* split = std::get_if<Split>(&side_)) base_ = split->position();
  if (const auto* packed = std::get_if<Packed>(&side_)) base_ = packed_base(packed->position());
  side_ = std::monostate{};
  kick_ = vmm::FileDescriptor{};
  return base_;
}

void Vring::take_kick() {
  std::uint64_t count = 0;
  if (read(kick_.get(), &count, sizeof count) == sizeof count) ++uses_.back().kicks;
}

void Vring::drain() {
  if (!is_running()) return;
  if (auto* split = std::get_if<Split>(&side_)) program::drain(*this, id_, *split);
  if (auto* packed = std::get_if<Packed>(&side_)) program::drain(*this, id_, *packed);
}

bool Vring::still_fits() {
  if (!has_side()) return true;
  const bool fits =
      std::visit([&](const auto& layout) { return is_usable(TableMemory{&memory_}, layout); }, layout_);
  if (!fits) stop();
  return fits;
}

program::Served Vring::serve(QueueId, const virtqueue::Chain& chain) {
  ++uses_.back().requests;
  return {true, disk_.serve(memory_, chain)};
}

void Vring::interrupt(QueueId) {
  if (call_.get() < 0) return;
  ++uses_.back().interrupts;
  signal(call_);
}

void Vring::ring_is_broken(QueueId) {
  if (const auto* split = std::get_if<Split>(&side_)) uses_.back().error = split->error();
  if (const auto* packed = std::get_if<Packed>(&side_)) uses_.back().error = packed->error();
  is_broken_ = true;
  signal(error_);
}

virtqueue::GuestAddress Vring::translate(std::uint64_t user_address, const char* what) const {
  const auto address = memory_.guest_address_of(user_address);
  if (!address) refuse(fmt::format("has its {} at {:#x}, outside the memory table", what, user_address));
  return *address;
}

void Vring::refuse(const std::string& why) const {
  throw ProtocolError(fmt::format("ring {} {}", id_.value, why));
}

}  // namespace kickpath::vhost_user
