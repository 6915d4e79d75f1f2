#include "notify/doorbell.hpp"

namespace kickpath::notify {

namespace {

constexpr std::uint64_t first_port = 0xc000;  // where SeaBIOS begins to give out I/O ports
constexpr std::uint64_t ports_of_device = 0x80;
constexpr std::uint64_t queue_notify = 16;

constexpr std::uint64_t first_page = 0xfe00'0000;
constexpr std::uint64_t bytes_of_device = 0x4000;
constexpr std::uint64_t notify_off_multiplier = 4;

std::uint64_t notify_address(std::uint32_t device, std::uint32_t queue) {
  return first_page + bytes_of_device * device + notify_off_multiplier * queue;
}

}  // namespace

std::optional<Doorbell> doorbell_of(KickPathKind kind, std::uint32_t device, std::uint32_t queue) {
  switch (kind) {
    case KickPathKind::ioeventfd_pio:
      return Doorbell{BusKind::pio, {first_port + ports_of_device * device + queue_notify, 2, queue}};
    case KickPathKind::ioeventfd_mmio:
      return Doorbell{BusKind::mmio, {notify_address(device, queue), 2, std::nullopt}};
    case KickPathKind::ioeventfd_mmio_wildcard:
      return Doorbell{BusKind::mmio, {notify_address(device, queue), 0, std::nullopt}};
    case KickPathKind::ioeventfd_hypercall:
      return Doorbell{BusKind::hypercall, {notify_address(device, queue), 8, std::nullopt}};
    default:
      return std::nullopt;
  }
}

}  // namespace kickpath::notify
