use std::env;
use std::process::Command;

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    let status = Command::new("zig")
        .args(["build-lib", "-OReleaseSafe", "-fPIC", "zig/amber.zig"])
        .arg(format!("-femit-bin={out}/libamber.a"))
        .status()
        .expect("zig");
    assert!(status.success());
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static=amber");
}
