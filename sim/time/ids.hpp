#pragma once
#include <compare>
#include <cstdint>

/// Small numbers that must not be mixed up. Each counts from 0 within its owner.
namespace kickpath {

template <class Tag>
struct Id {
  std::uint32_t value = 0;
  friend constexpr auto operator<=>(Id, Id) = default;
};

using HostId = Id<struct HostTag>;    ///< a host: the first, or the remote one
using CoreId = Id<struct CoreTag>;    ///< a core of one host
using VcpuId = Id<struct VcpuTag>;    ///< a vcpu of one VM
using QueueId = Id<struct QueueTag>;  ///< a virtqueue of one device

constexpr HostId first_host{0}, remote_host{1};

}  // namespace kickpath
