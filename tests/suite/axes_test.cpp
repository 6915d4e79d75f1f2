#include "suite/axes.hpp"

#include <catch2/catch.hpp>

using namespace kickpath::suite;

namespace {

using Json = nlohmann::ordered_json;

const Axes declared{{"kick path", {"vms[0].kick", "vms[0].server"}}, {"hogs", {"background"}}};

std::string axis(const char* a, const char* b) {
  return single_axis(Json::parse(a), Json::parse(b), declared).value_or("none");
}

}  // namespace

TEST_CASE("A value that differs alone is an axis by its path") {
  CHECK(axis(R"({"vms": [{"count": 1, "n": 2}]})", R"({"vms": [{"count": 3, "n": 2}]})") == "vms[0].count");
}

TEST_CASE("Equal trees and trees that differ twice have no single axis") {
  CHECK(axis(R"({"a": 1})", R"({"a": 1})") == "none");
  CHECK(axis(R"({"a": 1, "b": 1})", R"({"a": 2, "b": 2})") == "none");
}

TEST_CASE("The order of keys is no difference") {
  CHECK(axis(R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})") == "none");
}

TEST_CASE("A list of values is one value, and so is what only one side has") {
  CHECK(axis(R"({"cores": [0, 1]})", R"({"cores": [1, 0]})") == "cores");
  CHECK(axis(R"({"cores": [0, 1]})", R"({"cores": "any"})") == "cores");
  CHECK(axis(R"({"a": 1})", R"({"a": 1, "b": {"c": 1, "d": 2}})") == "b");
}

TEST_CASE("Paths of a declared axis are one, with all below them") {
  CHECK(axis(R"({"vms": [{"kick": "pio", "server": {"kind": "iothread", "poll": 0}}]})",
             R"({"vms": [{"kick": "user", "server": {"kind": "vcpu"}}]})") == "kick path");
  CHECK(axis(R"({"background": []})", R"({"background": [{"name": "hog"}]})") == "hogs");
  CHECK(axis(R"({"background": [{"count": 1}], "a": 1})", R"({"background": [{"count": 2}], "a": 2})") ==
        "none");
}

TEST_CASE("A longer word is not below a shorter one") {
  CHECK(axis(R"({"backgrounds": 1})", R"({"backgrounds": 2})") == "backgrounds");
}
