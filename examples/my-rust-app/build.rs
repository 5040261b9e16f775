//! Builds the Zig modules.

fn main() {
    for module in ["algorithms", "simd"] {
        ghost_build::Build::new(format!("zig_modules/{module}")).compile();
    }
}
