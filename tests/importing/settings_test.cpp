#include "importing/settings.hpp"

#include <catch2/catch.hpp>

using namespace kickpath;
using namespace kickpath::importing;

namespace {

/// The settings as "key=value" in their order, and what was told.
struct Read {
  std::vector<std::string> pairs;
  std::vector<std::string> places;
  std::string told;
};

Read read(const std::string& text, const char* implied = "driver") {
  config::Errors errors;
  Word word{text, 0, {}};
  for (std::size_t i = 0; i < text.size(); ++i) word.at.push_back(i);
  const Settings settings = Settings::parse(word, implied, TextPlaces("file", text), "-device", errors);
  Read result;
  for (const Setting& setting : settings.all()) {
    result.pairs.push_back(setting.key + "=" + setting.value.text);
    result.places.push_back(std::to_string(setting.value.place.column));
  }
  result.told = errors.format();
  return result;
}

using Pairs = std::vector<std::string>;

}  // namespace

TEST_CASE("Pairs stand between commas, the first may have an implied key") {
  const Read r = read("virtio-blk-pci,drive=d0,num-queues=4");
  CHECK(r.pairs == Pairs{"driver=virtio-blk-pci", "drive=d0", "num-queues=4"});
  CHECK(r.places == Pairs{"1", "16", "25"});
  CHECK(read("driver=x,id=y").pairs == Pairs{"driver=x", "id=y"});
  CHECK(read("if=none,id=d", "").pairs == Pairs{"if=none", "id=d"});
}

TEST_CASE("Two commas are one in the value") {
  CHECK(read("x,file=/a,,b.img,id=d").pairs == Pairs{"driver=x", "file=/a,b.img", "id=d"});
  CHECK(read("x,file=a,,,id=d").pairs == Pairs{"driver=x", "file=a,", "id=d"});
  CHECK(read("x,,").pairs == Pairs{"driver=x,"});
  CHECK(read("x,,,").pairs == Pairs{"driver=x,"});
}

TEST_CASE("A key alone is on; + and - are on and off") {
  CHECK(read("host,+x2apic,-kvm_pv_eoi,pmu", "model").pairs ==
        Pairs{"model=host", "x2apic=on", "kvm_pv_eoi=off", "pmu=on"});
}

TEST_CASE("A value may hold =") { CHECK(read("x,a=b=c").pairs == Pairs{"driver=x", "a=b=c"}); }

TEST_CASE("JSON has the same settings, what is inside others by keys with dots") {
  const Read r = read(
      R"({"driver":"x","mq":true,"n":4,"map":[{"iothread":"a","vqs":[0,1]}],"cache":{"direct":false},"e":[]})");
  std::vector<std::string> sorted = r.pairs;
  std::sort(sorted.begin(), sorted.end());
  CHECK(sorted == Pairs{"cache.direct=off", "driver=x", "e=[]", "map.0.iothread=a", "map.0.vqs.0=0",
                        "map.0.vqs.1=1", "mq=on", "n=4"});
  CHECK(r.told.empty());
}

TEST_CASE("JSON that is none, or nested without end, is told") {
  CHECK(read(R"({"driver":)").told == "file:1:1: -device: not well-formed JSON\n");
  CHECK(read("{").told == "file:1:1: -device: not well-formed JSON\n");
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100'000; ++i) deep += "[";
  CHECK(!read(deep).told.empty());
}

TEST_CASE("The last of several counts, as in QEMU") {
  config::Errors errors;
  const Settings settings =
      Settings::parse(Word{"x,a=1,a=2", 0, {}}, "driver", TextPlaces("f", ""), "-d", errors);
  CHECK(settings.said("a") == "2");
}
