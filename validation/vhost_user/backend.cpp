#include "vhost_user/backend.hpp"

#include <cstring>
#include <fmt/format.h>

namespace kickpath::vhost_user {

namespace {

template <class T>
std::vector<std::byte> bytes_of(const T& value) {
  std::vector<std::byte> bytes(sizeof value);
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

/// The first fields of VirtIO 1.3 5.2.4's struct virtio_blk_config; the others belong to features that are
/// not offered.
struct BlkConfig {
  std::uint64_t capacity = 0;  ///< in sectors
  std::uint32_t size_max = 0;
  std::uint32_t seg_max = 0;  ///< data buffers of a request
};

// Header and status take two of a chain's places.
constexpr auto seg_max = static_cast<std::uint32_t>(virtqueue::Chain::max_buffers - 2);

}  // namespace

Backend::Backend(BlkDisk& disk) : disk_(disk) {
  for (std::uint32_t i = 0; i < queues; ++i) rings_.emplace_back(QueueId{i}, memory_, disk_);
}

std::optional<std::vector<std::byte>> Backend::handle(Message& message) {
  switch (message.request()) {
    case Request::get_features:
      return bytes_of(offered_features);
    case Request::get_protocol_features:
      return bytes_of(offered_protocol_features);
    case Request::get_queue_num:
      return bytes_of(std::uint64_t{queues});
    case Request::get_config:
      return config(message);
    case Request::get_vring_base: {
      const auto state = message.as<VringState>();
      return bytes_of(VringState{state.index, ring_of(state.index).stop()});
    }
    case Request::set_features:
      set_features(message.as<std::uint64_t>());
      break;
    case Request::set_protocol_features:
      set_protocol_features(message.as<std::uint64_t>());
      break;
    case Request::set_owner:
      message.check_size(0);
      break;
    case Request::reset_owner:  // "deprecated ... back-ends should either ignore this message or use it to
                                // disable all rings"
      for (Vring& ring : rings_) ring.enable(false);
      break;
    case Request::set_config:  // no field of it can be written with the features that are offered
      break;
    case Request::set_mem_table:
      set_memory(message);
      break;
    case Request::set_vring_num: {
      const auto state = message.as<VringState>();
      ring_of(state.index).set_size(state.value);
      break;
    }
    case Request::set_vring_addr: {
      const auto address = message.as<VringAddress>();
      ring_of(address.index).set_address(address);
      break;
    }
    case Request::set_vring_base: {
      const auto state = message.as<VringState>();
      ring_of(state.index).set_base(state.value);
      break;
    }
    case Request::set_vring_enable: {
      const auto state = message.as<VringState>();
      Vring& ring = ring_of(state.index);
      ring.enable(state.value != 0);
      ring.drain();  // what came before may have kicked nobody
      break;
    }
    case Request::set_vring_kick:
      start_ring(message);
      break;
    case Request::set_vring_call: {
      Vring& ring = ring_of(message.as<std::uint64_t>() & vring_descriptor::index_mask);
      ring.set_call(event_of(message));
      break;
    }
    case Request::set_vring_err: {
      Vring& ring = ring_of(message.as<std::uint64_t>() & vring_descriptor::index_mask);
      ring.set_error(event_of(message));
      break;
    }
    default:
      throw ProtocolError(fmt::format("{} is not known here", name_of(message.header.request)));
  }
  return std::nullopt;
}

std::vector<std::byte> Backend::config(const Message& message) const {
  if (message.payload.size() < sizeof(ConfigHeader)) message.check_size(sizeof(ConfigHeader));
  const auto asked = message.read<ConfigHeader>(0);
  message.check_size(sizeof asked + std::uint64_t{asked.size});
  if (asked.size > most_config_bytes || asked.offset > most_config_bytes - asked.size)
    throw ProtocolError(fmt::format("GET_CONFIG asks for {} bytes at {}; there are {}", asked.size,
                                    asked.offset, most_config_bytes));
  std::vector<std::byte> space = bytes_of(BlkConfig{disk_.sectors(), 0, seg_max});
  space.resize(most_config_bytes);
  std::vector<std::byte> answer(sizeof asked + asked.size);
  std::memcpy(answer.data(), &asked, sizeof asked);
  std::memcpy(answer.data() + sizeof asked, space.data() + asked.offset, asked.size);
  return answer;
}

void Backend::set_features(std::uint64_t features) {
  if ((features & ~offered_features) != 0)
    throw ProtocolError(
        fmt::format("SET_FEATURES has {:#x}, which was not offered", features & ~offered_features));
  features_ = features;
  // Without protocol features nobody will enable them.
  if ((features & feature_protocol_features) == 0)
    for (Vring& ring : rings_) ring.enable(true);
}

void Backend::set_protocol_features(std::uint64_t features) {
  if ((features & ~offered_protocol_features) != 0)
    throw ProtocolError(fmt::format("SET_PROTOCOL_FEATURES has {:#x}, which was not offered",
                                    features & ~offered_protocol_features));
  protocol_features_ = features;
}

void Backend::set_memory(const Message& message) {
  constexpr std::size_t head = 8;  // number of regions, padding
  if (message.payload.size() < head) message.check_size(head);
  const auto count = message.read<std::uint32_t>(0);
  if (count > most_regions)
    throw ProtocolError(fmt::format("SET_MEM_TABLE has {} regions; {} are the most", count, most_regions));
  message.check_size(head + count * sizeof(MemoryRegion));
  std::vector<MemoryRegion> regions;
  for (std::size_t i = 0; i < count; ++i)
    regions.push_back(message.read<MemoryRegion>(head + i * sizeof(MemoryRegion)));
  memory_ = MemoryTable(regions, message.descriptors);
  bool do_fit = true;
  for (Vring& ring : rings_) do_fit &= ring.still_fits();
  if (!do_fit)
    throw ProtocolError("SET_MEM_TABLE leaves out memory of a ring that is started; it is stopped");
}

void Backend::start_ring(Message& message) {
  const auto word = message.as<std::uint64_t>();
  Vring& ring = ring_of(word & vring_descriptor::index_mask);
  vmm::FileDescriptor kick = event_of(message);
  if (kick.get() < 0)
    throw ProtocolError(
        "SET_VRING_KICK comes without a file descriptor, which asks for polling; that is not known here");
  ring.start(std::move(kick), features_);
  ring.drain();
}

/// None, if the frontend says that there is none.
vmm::FileDescriptor Backend::event_of(Message& message) const {
  const bool has_none = (message.read<std::uint64_t>(0) & vring_descriptor::has_none) != 0;
  return has_none ? vmm::FileDescriptor{} : message.take_descriptor();
}

Vring& Backend::ring_of(std::uint64_t index) {
  if (index >= rings_.size())
    throw ProtocolError(fmt::format("ring {} does not exist; there are {}", index, rings_.size()));
  return rings_[index];
}

}  // namespace kickpath::vhost_user
