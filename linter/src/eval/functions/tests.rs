//! What every function has in common: unknowns, marks, arguments.

