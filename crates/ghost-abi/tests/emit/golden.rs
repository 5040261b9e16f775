//! What is written, byte for byte.

use std::fs;
use std::path::PathBuf;

use ghost_abi::Interface;
use ghost_abi::emit::{EmitError, c, rust, zig};

use crate::cases;

/// Where a case's file of this kind lies.
pub(crate) fn path(case: &str, extension: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/emit/golden/{case}.{extension}"))
}

/// Writes one kind of text for every case.
fn check(extension: &str, write: impl Fn(&Interface) -> Result<String, EmitError>) {
    let mut wrong = Vec::new();
    for interface in cases::all() {
        let path = path(&interface.name, extension);
        let text = write(&interface).unwrap_or_else(|error| panic!("{}: {error}", interface.name));
        assert_eq!(text, write(&interface).unwrap(), "the same bytes every time");
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != text {
            let line = expected.lines().zip(text.lines()).position(|(a, b)| a != b);
            let line = line.unwrap_or_else(|| expected.lines().count().min(text.lines().count()));
            wrong.push(format!(
                "{}:{}: expected {:?}, wrote {:?}",
                path.display(),
                line + 1,
                expected.lines().nth(line),
                text.lines().nth(line)
            ));
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites these:\n{}", wrong.join("\n"));
}

#[test]
fn c_headers() {
    check("h", |interface| c::header(interface, &c::COptions::default()));
}

#[test]
fn zig_modules() {
    check("zig", |interface| zig::module(interface, &zig::ZigOptions::default()));
}

#[test]
fn idiomatic_zig() {
    check("idiomatic.zig", |interface| zig::idiomatic(interface, &zig::IdiomaticOptions::default()));
}

#[test]
fn rust_declarations() {
    check("rs", |interface| rust::declarations(interface, &rust::RustOptions::default()));
}

#[test]
fn an_interface_survives_json() {
    for interface in cases::all() {
        let text = serde_json::to_string(&interface).unwrap();
        assert_eq!(serde_json::from_str::<Interface>(&text).unwrap(), interface);
    }
}
