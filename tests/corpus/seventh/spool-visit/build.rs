fn main() {
    println!("cargo:rustc-link-search=native=zig-out/lib");
    println!("cargo:rustc-link-lib=static=spool");
    println!("cargo:rerun-if-changed=zig/spool.zig");
}
