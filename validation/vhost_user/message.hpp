#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "vmm/file_descriptor.hpp"

/// The words of the vhost-user protocol: QEMU docs/interop/vhost-user.rst, "Message Specification". All are
/// in the machine's own byte order.
namespace kickpath::vhost_user {

/// The frontend broke the protocol, or asks for what this backend does not have.
struct ProtocolError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

enum class Request : std::uint32_t {
  get_features = 1,
  set_features = 2,
  set_owner = 3,
  reset_owner = 4,
  set_mem_table = 5,
  set_vring_num = 8,
  set_vring_addr = 9,
  set_vring_base = 10,
  get_vring_base = 11,
  set_vring_kick = 12,
  set_vring_call = 13,
  set_vring_err = 14,
  get_protocol_features = 15,
  set_protocol_features = 16,
  get_queue_num = 17,
  set_vring_enable = 18,
  get_config = 24,
  set_config = 25
};

struct Header {
  std::uint32_t request = 0;
  std::uint32_t flags = 0;
  std::uint32_t size = 0;  ///< of the payload
};
static_assert(sizeof(Header) == 12);

namespace header_flag {
constexpr std::uint32_t version_mask = 3, version = 1;
constexpr std::uint32_t reply = 1u << 2;
constexpr std::uint32_t need_reply = 1u << 3;
}  // namespace header_flag

namespace protocol_feature {
constexpr std::uint64_t multiqueue = 1u << 0;
constexpr std::uint64_t reply_ack = 1u << 3;
constexpr std::uint64_t config = 1u << 9;
}  // namespace protocol_feature

/// In the device's feature bits: there are protocol features, and rings begin disabled.
constexpr std::uint64_t feature_protocol_features = 1u << 30;

struct MemoryRegion {
  std::uint64_t guest_address = 0;
  std::uint64_t bytes = 0;
  std::uint64_t user_address = 0;  ///< in the frontend: rings are told in these
  std::uint64_t offset = 0;        ///< in the file
};
static_assert(sizeof(MemoryRegion) == 32);
constexpr std::size_t most_regions = 8;

struct VringState {
  std::uint32_t index = 0;
  std::uint32_t value = 0;
};
static_assert(sizeof(VringState) == 8);

struct VringAddress {
  std::uint32_t index = 0;
  std::uint32_t flags = 0;  ///< bit 0: log writes, for migration
  std::uint64_t desc = 0;   ///< packed: the ring
  std::uint64_t used = 0;   ///< packed: the device's event
  std::uint64_t avail = 0;  ///< packed: the driver's event
  std::uint64_t log = 0;
};
static_assert(sizeof(VringAddress) == 40);

/// SET_VRING_KICK, CALL, ERR.
namespace vring_descriptor {
constexpr std::uint64_t index_mask = 0xff;
constexpr std::uint64_t has_none = 1u << 8;
}  // namespace vring_descriptor

struct ConfigHeader {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t flags = 0;
};
static_assert(sizeof(ConfigHeader) == 12);
constexpr std::size_t most_config_bytes = 256;

constexpr std::size_t most_payload_bytes = 8 + most_regions * sizeof(MemoryRegion) + most_config_bytes;

/// One message, with the descriptors that came beside it.
struct Message {
  Header header;
  std::vector<std::byte> payload;
  std::vector<vmm::FileDescriptor> descriptors;

  Request request() const { return static_cast<Request>(header.request); }
  bool wants_acknowledgement() const { return (header.flags & header_flag::need_reply) != 0; }

  /// The payload, which must be exactly one T.
  template <class T>
  T as() const {
    check_size(sizeof(T));
    return read<T>(0);
  }
  /// T at `offset`, which must be in the payload.
  template <class T>
  T read(std::size_t offset) const {
    T value;
    std::memcpy(&value, payload.data() + offset, sizeof(T));
    return value;
  }
  void check_size(std::size_t bytes) const;
  /// The one descriptor that must have come.
  vmm::FileDescriptor take_descriptor();
};

/// "SET_VRING_NUM", or "request 77".
std::string name_of(std::uint32_t request);

}  // namespace kickpath::vhost_user
