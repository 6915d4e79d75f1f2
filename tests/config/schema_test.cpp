#include <catch2/catch.hpp>

#include "config/definitions.hpp"
#include "sample.hpp"

using namespace kickpath::config;
using namespace kickpath::config::sample;

TEST_CASE("The schema of a record has its types, docs, defaults, words and required keys") {
  const json vm = vm_shape().schema();
  CHECK(vm["type"] == "object");
  CHECK(vm["description"] == "a VM");
  CHECK(vm["additionalProperties"] == false);
  CHECK(vm["required"] == json::array({"name"}));
  const json& keys = vm["properties"];
  CHECK(keys["count"] == json{{"type", "integer"},
                              {"minimum", 1},
                              {"maximum", 512},
                              {"default", 1},
                              {"description", "instances"}});
  CHECK(keys["service"]["default"] == "5 us");
  CHECK_FALSE(keys["poll"].contains("default"));  // an empty optional
  CHECK_FALSE(keys["name"].contains("default"));  // required
  CHECK(keys["pin"]["items"]["maximum"] == 1023);
  const json& queue = keys["queue"];
  CHECK(queue["description"] == "its ring (a virtqueue)");
  CHECK(queue["properties"]["layout"]["enum"] == json::array({"split", "packed"}));
  CHECK(queue["properties"]["layout"]["default"] == "split");
  CHECK(queue["properties"]["size"]["enum"].size() == 16);  // 2^0 to 2^15
  CHECK(keys["workload"]["oneOf"][1]["properties"]["kind"]["const"] == "open-loop");
  CHECK(keys["workload"]["oneOf"][1]["required"] == json::array({"arrivals", "kind"}));
}

TEST_CASE("A schema for editors is draft 7 and valid JSON text") {
  const std::string text = schema_document(scenario_shape(), "a scenario").dump(2);
  const json parsed = json::parse(text);
  CHECK(parsed["$schema"] == "http://json-schema.org/draft-07/schema#");
  CHECK(parsed["title"] == "a scenario");
  CHECK(parsed["properties"]["vms"]["minItems"] == 1);
  CHECK(parsed["properties"]["schema"]["const"] == "sample/1");
  CHECK(parsed["properties"]["apicv"]["default"] == false);
}

TEST_CASE("A default in the schema is what the reader assumes") {
  const json defaults = vm_shape().schema()["properties"];
  const Vm assumed = value_of("{name: a}", vm_shape());
  const json written = vm_shape().write(assumed);
  for (const auto& [key, property] : defaults.items())
    if (property.contains("default")) {
      CAPTURE(key);
      CHECK(property["default"] == written[key]);
    }
}

TEST_CASE("What a schema says twice is said once and referred to, and what is short stays") {
  const std::string words(200, 'w');
  const json law{{"type", "string"}, {"description", words}};
  const json pair{{"type", "object"}, {"properties", {{"a", law}, {"b", law}, {"c", {{"type", "boolean"}}}}}};
  const json shared =
      with_definitions(json{{"type", "object"}, {"properties", {{"x", pair}, {"y", pair}, {"z", law}}}});
  // x, y -> x; within it a, b -> a, and z -> a
  CHECK(shared["properties"]["x"] == json{{"$ref", "#/definitions/x"}});
  CHECK(shared["properties"]["y"] == shared["properties"]["x"]);
  CHECK(shared["properties"]["z"] == json{{"$ref", "#/definitions/a"}});
  CHECK(shared["definitions"].size() == 2);
  CHECK(shared["definitions"]["a"] == law);
  CHECK(shared["definitions"]["x"]["properties"]["b"] == shared["properties"]["z"]);
  CHECK(shared["definitions"]["x"]["properties"]["c"] == json{{"type", "boolean"}});
  CHECK_FALSE(with_definitions(json{{"properties", {{"x", law}, {"y", {{"type", "boolean"}}}}}})
                  .contains("definitions"));
}
