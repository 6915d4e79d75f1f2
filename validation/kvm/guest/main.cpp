// The payload's C++ where a VMM has made the vcpu as the payload wants it.
#include "guest/machine.hpp"
#include "guest/run.hpp"

extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control);
extern "C" [[noreturn]] void guest_main(kickpath::protocol::VcpuControl& control) {
  kickpath::guest::run(control);
  kickpath::guest::leave(0);
}
