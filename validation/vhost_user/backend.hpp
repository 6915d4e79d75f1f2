#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "vhost_user/blk_disk.hpp"
#include "vhost_user/features.hpp"
#include "vhost_user/memory_table.hpp"
#include "vhost_user/message.hpp"
#include "vhost_user/vring.hpp"

namespace kickpath::vhost_user {

/// What the device offers; a frontend takes from it what its driver wants.
constexpr std::uint64_t offered_features = feature::blk_seg_max | feature::blk_flush |
                                           feature::indirect_desc | feature::event_idx | feature::version_1 |
                                           feature::ring_packed | feature_protocol_features;
constexpr std::uint64_t offered_protocol_features =
    protocol_feature::multiqueue | protocol_feature::reply_ack | protocol_feature::config;

/// The state that the messages of one frontend build up: one virtio-blk device. Does no waiting, and reads no
/// socket: server.hpp.
class Backend {
 public:
  static constexpr std::uint32_t queues = 4;

  explicit Backend(BlkDisk& disk);
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  /// Does what one message asks; the payload of the answer, if it has one. Throws ProtocolError; the message
  /// has then done nothing, but for a memory table that leaves a ring out, which stops that ring.
  std::optional<std::vector<std::byte>> handle(Message& message);
  /// Does the frontend want to be told whether a message without an answer of its own was done?
  bool does_acknowledge(const Message& message) const {
    return message.wants_acknowledgement() && (protocol_features_ & protocol_feature::reply_ack) != 0;
  }

  std::vector<Vring>& rings() { return rings_; }

 private:
  std::vector<std::byte> config(const Message& message) const;
  void set_features(std::uint64_t features);
  void set_protocol_features(std::uint64_t features);
  void set_memory(const Message& message);
  void start_ring(Message& message);
  vmm::FileDescriptor event_of(Message& message) const;
  Vring& ring_of(std::uint64_t index);

  BlkDisk& disk_;
  MemoryTable memory_;
  std::vector<Vring> rings_;
  std::uint64_t features_ = 0;
  std::uint64_t protocol_features_ = 0;
};

}  // namespace kickpath::vhost_user
