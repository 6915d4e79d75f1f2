#pragma once
#include <cstdint>

/// Feature bits: VirtIO 1.3 6 (reserved ones), 5.2.3 (block device).
namespace kickpath::vhost_user::feature {

constexpr std::uint64_t blk_seg_max = 1u << 2;
constexpr std::uint64_t blk_flush = 1u << 9;
constexpr std::uint64_t indirect_desc = 1u << 28;
constexpr std::uint64_t event_idx = 1u << 29;
constexpr std::uint64_t version_1 = std::uint64_t{1} << 32;
constexpr std::uint64_t ring_packed = std::uint64_t{1} << 34;

}  // namespace kickpath::vhost_user::feature
