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
  if (free_.empty()) return open_next();
  const Stack stack = free_.back();
  free_.pop_back();
  return stack;
}

void StackPool::map_slab() {
  void* const memory = mmap(nullptr, stride * stacks_per_slab, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (memory == MAP_FAILED) fail("mapping stacks for actors");
  slabs_.push_back(static_cast<std::byte*>(memory));
  opened_ = 0;
}

Stack StackPool::open_next() {
  if (slabs_.empty() || opened_ == stacks_per_slab) map_slab();
  const std::size_t i = opened_++;
  std::byte* const bottom = slabs_.back() + i * stride + page;
  if (mprotect(bottom, StackPool::usable, PROT_READ | PROT_WRITE) != 0)
    fail("mapping stacks for actors (vm.max_map_count allows two mappings each)");
  return {bottom, bottom + StackPool::usable - i % shifts * cache_line};
}

}  // namespace kickpath::engine
