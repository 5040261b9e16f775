use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    let lib = Path::new(&out).join("libquartz.a");
    let status = Command::new("zig")
        .args(["build-lib", "-OReleaseSafe", "-fPIC", "zig/quartz.zig"])
        .arg(format!("-femit-bin={}", lib.display()))
        .status()
        .expect("zig");
    assert!(status.success());
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static=quartz");
    println!("cargo:rerun-if-changed=zig");
}
