use std::env;
use std::path::PathBuf;
use std::process::Command;

fn run(cmd: &mut Command) {
    let status = cmd.status().expect("command");
    assert!(status.success(), "{cmd:?}");
}

fn main() {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap());
    let graft = here.join("../graft");
    let zig = here.join("../zig");

    run(Command::new("cargo").args(["build", "--release"]).current_dir(&graft));
    run(Command::new("zig").args(["build-lib", "-fPIC", "rows.zig"]).current_dir(&zig));

    println!("cargo:rustc-link-search=native={}", zig.display());
    println!("cargo:rustc-link-lib=static=rows");
    println!("cargo:rustc-link-search=native={}", graft.join("target/release").display());
    println!("cargo:rustc-link-lib=static=graft");
}
