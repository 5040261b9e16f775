//! Builds the Zig module with zbuild and says what must be linked.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The module: its folder in `zig`, its library and its declarations.
const MODULE: &str = "fast";

fn main() -> ExitCode {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let output = Path::new(&variable("OUT_DIR")).join("zig");
    let config = format!("zig/{MODULE}/zbuild.json");
    let optimization = if variable("OPT_LEVEL") == "0" { "Debug" } else { "ReleaseFast" };
    let zbuild = env::var("ZBUILD").unwrap_or_else(|_| "zbuild".to_owned());
    let status = Command::new(&zbuild)
        .args(["build", "--quiet", "--config", &config, "--target", &variable("TARGET")])
        .args(["--optimize", optimization, "--output-dir"])
        .arg(&output)
        .status();
    match status {
        Ok(status) if status.success() => {}
        Ok(_) => return ExitCode::FAILURE,
        Err(error) => {
            println!("cargo::error=cannot start `{zbuild}`: {error}");
            return ExitCode::FAILURE;
        }
    }
    println!("cargo::rustc-link-search=native={}", output.display());
    println!("cargo::rustc-link-lib=static={MODULE}");
    // Without these cargo would not look at Zig's files again.
    println!("cargo::rerun-if-changed={config}");
    println!("cargo::rerun-if-changed=zig/{MODULE}/src");
    println!("cargo::rerun-if-env-changed=ZBUILD");
    ExitCode::SUCCESS
}
