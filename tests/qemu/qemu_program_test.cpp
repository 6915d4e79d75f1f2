#include "qemu/qemu_program.hpp"

#include <cstdlib>
#include <filesystem>

#include <catch2/catch.hpp>

#include "process/program.hpp"
#include "vmm/system_call.hpp"

using namespace kickpath;
using namespace kickpath::testing;

namespace {

/// The environment's PATH is another one while this lives.
class WithPath {
 public:
  explicit WithPath(const std::string& path) : before_(std::getenv("PATH")) {
    setenv("PATH", path.c_str(), 1);
  }
  ~WithPath() { setenv("PATH", before_.c_str(), 1); }
  WithPath(const WithPath&) = delete;
  WithPath& operator=(const WithPath&) = delete;

 private:
  std::string before_;
};

std::string why_not() {
  try {
    qemu::find_qemu();
  } catch (const vmm::MachineCannot& error) {
    return error.what();
  }
  return "";
}

void write_program(const Scratch& folder, const std::string& script) {
  const std::string path = folder.write("qemu-system-x86_64", "#!/bin/sh\n" + script);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
}

}  // namespace

TEST_CASE("QEMU's version is what it prints") {
  CHECK(qemu::version_in("QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7)\nCopyright") == "7.2.22");
  CHECK(qemu::version_in("QEMU emulator version 9.1.0\n") == "9.1.0");
  CHECK(qemu::version_in("something else 1.0") == "");
}

TEST_CASE("The first QEMU in PATH is taken") {
  const Scratch empty, folder;
  write_program(folder, "echo QEMU emulator version 1.2.3\n");
  const WithPath path(empty.path("") + ":" + folder.path("."));
  const qemu::QemuProgram program = qemu::find_qemu();
  CHECK(program.path == folder.path(".") + "/qemu-system-x86_64");
  CHECK(program.version == "1.2.3");
}

TEST_CASE("Without QEMU, or with one that is none, it is said what is missing") {
  const Scratch folder;
  const WithPath path(folder.path("."));
  CHECK(why_not() == "qemu-system-x86_64 is not in PATH: ./setup --with-qemu installs it");
  write_program(folder, "echo I am something else\n");
  CHECK(why_not().ends_with("does not say that it is QEMU: I am something else\n"));
}
