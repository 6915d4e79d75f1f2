#pragma once
#include <cstddef>
#include <vector>

namespace kickpath::engine {

/// The memory of one fiber's stack, growing down from `top`; `bottom` is its lowest usable byte.
struct Stack {
  std::byte* bottom = nullptr;
  std::byte* top = nullptr;
  std::size_t size() const { return static_cast<std::size_t>(top - bottom); }
};

/// Stacks of one size, with a page below each that faults when a fiber runs over. Mapped by slabs, opened
/// when first taken (a short run of few actors is not to pay for 64), and given back to the system when the
/// pool ends; untouched pages cost no memory, so a simple actor takes one page.
class StackPool {
 public:
#ifdef __SANITIZE_ADDRESS__
  static constexpr std::size_t usable =
      std::size_t{256} * 1024;  // red zones make frames several times as large
#else
  static constexpr std::size_t usable = std::size_t{64} * 1024;
#endif

  StackPool() = default;
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool();

  Stack take();  ///< throws std::system_error when the system has no more
  void give_back(Stack stack) { free_.push_back(stack); }

 private:
  void map_slab();
  Stack open_next();

  std::vector<std::byte*> slabs_;
  std::size_t opened_ = 0;  ///< stacks of the last slab that have been handed out
  std::vector<Stack> free_;
};

}  // namespace kickpath::engine
