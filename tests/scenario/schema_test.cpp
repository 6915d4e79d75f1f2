#include <catch2/catch.hpp>

#include "scenario/catalogue.hpp"
#include "scenario/scenario_shape.hpp"

using namespace kickpath;

namespace {

using Json = nlohmann::ordered_json;

/// Keys of `data` that `schema` does not have, below too where the schema is an object or a list.
void find_unknown(const Json& schema, const Json& data, const std::string& path,
                  std::vector<std::string>& unknown) {
  if (data.is_array() && schema.contains("items"))
    for (const Json& item : data) find_unknown(schema["items"], item, path + "[]", unknown);
  if (!data.is_object() || !schema.contains("properties")) return;
  for (const auto& [key, value] : data.items()) {
    if (schema["properties"].contains(key))
      find_unknown(schema["properties"][key], value, path + "." + key, unknown);
    else
      unknown.push_back(path + "." + key);
  }
}

}  // namespace

TEST_CASE("The schema of a scenario knows every key that a written scenario has") {
  config::Errors errors;
  const auto document = config::load_file(SCENARIO_TESTS "/every-key.yaml", errors);
  const auto spec = config::read(document.root, scenario::scenario_shape(), errors);
  REQUIRE(spec);
  const Json written = scenario::scenario_shape().write(*spec);
  std::vector<std::string> unknown;
  find_unknown(scenario::schemas().at(0).document(), written, "", unknown);
  CHECK(unknown.empty());
  CHECK(written["vms"][0]["devices"][0]["backend"]["kind"] == "fixed");
}

TEST_CASE("What is written reads back as the same") {
  config::Errors errors;
  const auto document = config::load_file(SCENARIO_TESTS "/every-key.yaml", errors);
  const auto spec = config::read(document.root, scenario::scenario_shape(), errors);
  REQUIRE(spec);
  const std::string once = scenario::scenario_shape().write(*spec).dump();
  const auto again =
      config::read(config::parse_text(once, "again", errors).root, scenario::scenario_shape(), errors);
  REQUIRE(errors.format() == "");
  CHECK(scenario::scenario_shape().write(*again).dump() == once);
}

TEST_CASE("The schema gives the structs' defaults") {
  const Json vm = scenario::schemas().at(0).document()["properties"]["vms"]["items"]["properties"];
  CHECK(vm["count"]["default"] == vm::VmSpec{}.count);
  CHECK(vm["devices"]["items"]["properties"]["kick"]["default"] == "ioeventfd-pio");
  CHECK(vm["halt_poll"]["properties"]["max"]["default"] == "200 us");
}
