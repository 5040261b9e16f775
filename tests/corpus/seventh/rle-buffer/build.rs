fn main() {
    println!("cargo:rustc-link-search=native=zig/zig-out/lib");
    println!("cargo:rustc-link-lib=static=rle");
}
