#pragma once
#include "config/node.hpp"

namespace kickpath::scenario {

/// `backend: {kind: null}` names the null backend, but to YAML a plain null is no word. This tree says the
/// word instead.
config::NodePtr with_null_backends_named(const config::NodePtr& root);

}  // namespace kickpath::scenario
