#pragma once
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

/// Each kernel call is checked: one that fails ends the run with its name and the kernel's reason.
namespace kickpath::vmm {

/// This machine lacks what the run needs: exit code 3.
struct MachineCannot : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// `result` is what a system call named `what` returned; throws std::system_error when that is negative.
template <class T>
T checked(T result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

}  // namespace kickpath::vmm
