#include "tracefs/instance.hpp"

#include <catch2/catch.hpp>

#include "fake_tracefs.hpp"

using namespace kickpath::tracefs;
using namespace kickpath::tracefs::testing;

TEST_CASE("An instance records nothing before it is told to, and is gone with its object") {
  const FakeTracefs fake;
  {
    Instance instance(fake.tracing(), "one", fake.folders());
    CHECK(text_of(fake.in("one", "tracing_on")) == "0");
    instance.on();
    CHECK(text_of(fake.in("one", "tracing_on")) == "1");
    instance.off();
    CHECK(text_of(fake.in("one", "tracing_on")) == "0");
    CHECK(instance.text() == fake.in("one", "trace"));
  }
  CHECK_FALSE(std::filesystem::exists(fake.in("one", "")));
}

TEST_CASE("An instance is gone also where something is thrown while it records") {
  const FakeTracefs fake;
  struct Interrupted {};
  const auto record = [&] {
    Instance instance(fake.tracing(), "one", fake.folders());
    instance.on();
    throw Interrupted{};
  };
  CHECK_THROWS_AS(record(), Interrupted);
  CHECK_FALSE(std::filesystem::exists(fake.in("one", "")));
}

TEST_CASE("Clock, cpus, buffers and events are set where the kernel has them") {
  const FakeTracefs fake;
  Instance instance(fake.tracing(), "one", fake.folders());
  CHECK(instance.choose_clock({"x86-tsc", "mono"}) == "x86-tsc");
  CHECK(text_of(fake.in("one", "trace_clock")) == "x86-tsc");
  instance.record_cpus({1}, 4096);
  CHECK(text_of(fake.in("one", "tracing_cpumask")) == "2");
  CHECK(text_of(fake.in("one", "per_cpu/cpu1/buffer_size_kb")) == "4096");
  CHECK(text_of(fake.in("one", "per_cpu/cpu0/buffer_size_kb")) == "1410");
  CHECK(instance.enable("kvm", "kvm_pio"));
  CHECK(text_of(fake.in("one", "events/kvm/kvm_pio/enable")) == "1");
}

TEST_CASE("An event that the kernel does not have is told, and not made up") {
  const FakeTracefs fake;
  Instance instance(fake.tracing(), "one", fake.folders());
  CHECK_FALSE(instance.enable("kvm", "kvm_fast_mmio"));
  CHECK_FALSE(std::filesystem::exists(fake.in("one", "events/kvm/kvm_fast_mmio")));
}

TEST_CASE("The first clock that the kernel has is taken; with none there is no trace") {
  FakeTracefs fake;
  fake.files["trace_clock"] = "[local] global mono";
  Instance instance(fake.tracing(), "one", fake.folders());
  CHECK(instance.choose_clock({"x86-tsc", "mono"}) == "mono");
  CHECK_THROWS_AS(instance.choose_clock({"ppc-tb"}), Missing);
}

TEST_CASE("What is missing is said: no tracefs, no right to it, an instance of the same name, a file") {
  FakeTracefs fake;
  CHECK(mount_point(fake.root()) == fake.tracing());
  CHECK_THROWS_WITH(mount_point(fake.root() / "elsewhere"), Catch::StartsWith("tracefs is not mounted"));
  Folders forbidden = fake.folders();
  forbidden.make = [](const std::filesystem::path&) { return errno = EACCES, false; };
  CHECK_THROWS_WITH(Instance(fake.tracing(), "one", forbidden),
                    Catch::EndsWith("Permission denied (tracing needs root)"));
  const Instance first(fake.tracing(), "one", fake.folders());
  CHECK_THROWS_WITH(Instance(fake.tracing(), "one", fake.folders()), Catch::EndsWith("rmdir it"));
  CHECK(std::filesystem::exists(fake.in("one", "")));
  fake.files.erase("tracing_on");
  CHECK_THROWS_WITH(Instance(fake.tracing(), "two", fake.folders()),
                    Catch::Contains("tracing_on: cannot be set"));
  CHECK_FALSE(std::filesystem::exists(fake.in("two", "")));
}
