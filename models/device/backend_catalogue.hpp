#pragma once
#include <memory>
#include <string>

#include "device/backend.hpp"
#include "device/device_spec.hpp"
#include "engine/simulation.hpp"

namespace kickpath::device {

/// The backend that `spec` asks for. Its random streams are named after `name`.
std::unique_ptr<Backend> make_backend(const BackendSpec& spec, engine::Simulation& simulation,
                                      const std::string& name);

}  // namespace kickpath::device
