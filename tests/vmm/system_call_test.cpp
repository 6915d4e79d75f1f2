#include "vmm/system_call.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <catch2/catch.hpp>

#include "vmm/file_descriptor.hpp"

using namespace kickpath::vmm;

namespace {

bool is_open(int fd) { return fcntl(fd, F_GETFD) >= 0; }

}  // namespace

TEST_CASE(
    "A call that does not fail gives its result, 0 too; one that fails throws its name and the reason") {
  CHECK(checked(7, "seven") == 7);
  CHECK(checked(0, "zero") == 0);
  CHECK_THROWS_WITH(checked(close(-1), "close"), "close: Bad file descriptor");
}

TEST_CASE("A descriptor is closed once, by whoever owns it last") {
  int ends[2] = {};
  REQUIRE(pipe(ends) == 0);
  {
    FileDescriptor first{ends[0]};
    FileDescriptor second{ends[1]};
    FileDescriptor taken{std::move(first)};
    CHECK(taken.get() == ends[0]);
    CHECK(is_open(ends[0]));
    FileDescriptor assigned;
    CHECK(assigned.get() == -1);
    assigned = std::move(second);
    CHECK(assigned.get() == ends[1]);
  }
  CHECK_FALSE(is_open(ends[0]));
  CHECK_FALSE(is_open(ends[1]));
}
