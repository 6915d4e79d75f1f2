#include "stack_pool.hpp"

#include <cerrno>
#include <sys/mman.h>
#include <system_error>

namespace kickpath::engine {
namespace {

constexpr std::size_t page = 4096;
constexpr std::size_t stride = StackPool::usable + page;
constexpr std::size_t stacks_per_slab = 64;

// Stacks that begin at the same offset of a page compete for the same sets of the L1 cache; shifting their
// tops by some lines spreads them. Taken from the first page, which is touched anyway.
constexpr std::size_t cache_line = 64;
constexpr std::size_t shifts = 16;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

}  // namespace

StackPool::~StackPool() {
  for (std::byte* slab : slabs_) munmap(slab, stride * stacks_per_slab);
}

Stack StackPool::take() {
  if (free_.empty()) map_slab();
  const Stack stack = free_.back();
  free_.pop_back();
  return stack;
}

void StackPool::map_slab() {
  void* const memory = mmap(nullptr, stride * stacks_per_slab, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) fail("mapping stacks for actors");
  std::byte* const slab = slabs_.emplace_back(static_cast<std::byte*>(memory));
  for (std::size_t i = stacks_per_slab; i-- > 0;) {
    std::byte* const bottom = slab + i * stride + page;
    if (mprotect(bottom, StackPool::usable, PROT_READ | PROT_WRITE) != 0)
      fail("mapping stacks for actors (vm.max_map_count allows two mappings each)");
    free_.push_back({bottom, bottom + StackPool::usable - i % shifts * cache_line});
  }
}

}  // namespace kickpath::engine
