// What of the interop launcher needs no QEMU.
#include <cstring>
#include <set>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "interop/combination.hpp"
#include "interop/initramfs.hpp"
#include "interop/linux_vm.hpp"
#include "vhost_user/features.hpp"

using namespace kickpath;
using namespace kickpath::interop;

TEST_CASE(
    "Every combination of layout, suppression and descriptors is there once, and polling in both layouts") {
  std::set<std::string> names;
  for (const Combination& c : all_combinations()) names.insert(name_of(c));
  CHECK(names.size() == 2 * 3 * 2 + 2);
  CHECK(names.count("packed, event_idx, indirect") == 1);
  CHECK(names.count("split, none, direct") == 1);
  CHECK(driver_combinations().size() == 2 * 2 * 2);
}

TEST_CASE("A combination's features are those that the driver must accept") {
  namespace feature = vhost_user::feature;
  CHECK(features_of({device::Layout::split, virtqueue::Suppression::none, false, false}) ==
        (feature::version_1 | feature::blk_flush));
  CHECK(features_of({device::Layout::packed, virtqueue::Suppression::event_idx, true, false}) ==
        (feature::version_1 | feature::blk_flush | feature::ring_packed | feature::event_idx |
         feature::indirect_desc));
}

TEST_CASE("An initramfs is a cpio archive of the newc kind, each part a multiple of 4 bytes") {
  Initramfs archive;
  const std::byte content[] = {std::byte{'a'}, std::byte{'b'}, std::byte{'c'}, std::byte{'d'},
                               std::byte{'e'}};
  archive.add_program("init", content);
  archive.add_character_device("dev/console", 5, 1);
  const std::vector<std::byte> bytes = archive.finish();
  const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  // Header 110, name 5: 115, filled up to 116. Content 5, filled up to 8.
  CHECK(text.substr(0, 6) == "070701");
  CHECK(text.substr(14, 8) == "000081ed");          // regular, rwxr-xr-x
  CHECK(text.substr(6 + 6 * 8, 8) == "00000005");   // size
  CHECK(text.substr(6 + 11 * 8, 8) == "00000005");  // "init" and its end
  CHECK(text.substr(110, 5) == std::string("init\0", 5));
  CHECK(text.substr(116, 8) == std::string("abcde\0\0\0", 8));
  CHECK(text.substr(124, 6) == "070701");  // the next one
  CHECK(text.substr(124 + 6 + 9 * 8, 16) == "0000000500000001");
  CHECK(text.find("TRAILER!!!") != std::string::npos);
  CHECK(bytes.size() % 4 == 0);
}

TEST_CASE("Findings are read from the end of a console's text; without any, the text is told") {
  const LinuxFindings f = findings_in(
      "[ 1.0] boot\ninterop: reads 10 writes 20 flushes 3 failed 1 bad_sectors 2 digest "
      "18446744073709551615\n[ 9.0] bye\n");
  CHECK(f.reads == 10);
  CHECK(f.writes == 20);
  CHECK(f.flushes == 3);
  CHECK(f.failed == 1);
  CHECK(f.bad_sectors == 2);
  CHECK(f.digest == ~std::uint64_t{0});
  CHECK_THROWS_WITH(findings_in("interop: failed: /dev/vda: No such file"), Catch::Contains("/dev/vda"));
  CHECK_THROWS_WITH(findings_in("interop: reads 10 writes"), Catch::Contains("no result"));
}

TEST_CASE("A folder without a kernel is told by what it lacks") {
  CHECK_THROWS_WITH(find_kernel("/nonexistent"), "/nonexistent/boot has no vmlinuz-*");
}
