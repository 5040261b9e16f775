use std::process::Command;

fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    let status = Command::new("zig")
        .args(["build-lib", "zig/driver.zig", "-lc", "-fPIC"])
        .arg(format!("-femit-bin={out}/libinvdriver.a"))
        .status()
        .expect("zig");
    assert!(status.success());
    println!("cargo::rustc-link-search=native={out}");
    println!("cargo::rustc-link-lib=static=invdriver");
    println!("cargo::rerun-if-changed=zig");
}
