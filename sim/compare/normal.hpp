#pragma once

/// The normal scale, on which statistics of different degrees of freedom mean the same.
namespace kickpath::compare {

/// Density of the standard normal law, and its probability above `z`.
double normal_density(double z);
double normal_above(double z);

/// Above which `probability` lies; it is in (0, 1).
double normal_point_above(double probability);

/// The z that is exceeded as rarely as `t` is by Student's t with so many degrees of freedom, and back.
/// Beyond |z| = 37, where doubles know no probability any more, it is 37.
double z_of_t(double t, double freedom);
double t_of_z(double z, double freedom);

}  // namespace kickpath::compare
