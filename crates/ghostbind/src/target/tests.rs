use super::*;

mod compilers;

const HOST: &str = "x86_64-unknown-linux-gnu";

fn check(zig: Option<&str>, rust: Option<&str>, expected: &str) {
    let found = match resolve(zig, rust, HOST) {
        Ok(t) => format!("{} {} {}{}", t.zig, t.zig_name, t.rust, if t.host { " host" } else { "" }),
        Err(error) => format!("error: {error}"),
    };
    assert_eq!(found, expected, "{zig:?} {rust:?}");
}

#[test]
fn names_mean_machines() {
    let gnu = "x86_64-linux-gnu x86_64-linux-gnu x86_64-unknown-linux-gnu host";
    check(None, None, gnu);
    check(Some("native"), None, gnu);
    check(Some("x86_64"), None, gnu);
    check(Some("x86_64-linux-gnu"), None, gnu);
    check(None, Some(HOST), gnu);
    check(
        Some("x86_64-linux-gnu.2.17"),
        None,
        "x86_64-linux-gnu.2.17 x86_64-linux-gnu x86_64-unknown-linux-gnu host",
    );
    check(
        Some("x86_64-linux.5.10...6.1-gnu.2.17"),
        None,
        "x86_64-linux.5.10...6.1-gnu.2.17 x86_64-linux-gnu x86_64-unknown-linux-gnu host",
    );
    check(
        Some("aarch64-macos.13.0"),
        None,
        "aarch64-macos.13.0-none aarch64-macos-none aarch64-apple-darwin",
    );
    check(Some("arm"), None, "arm-linux-gnueabihf arm-linux-gnueabihf arm-unknown-linux-gnueabihf");
    check(Some("x86_64-linux"), None, "x86_64-linux-musl x86_64-linux-musl x86_64-unknown-linux-musl");
    check(
        Some("arm-linux-gnueabihf"),
        Some("armv7-unknown-linux-gnueabihf"),
        "arm-linux-gnueabihf arm-linux-gnueabihf armv7-unknown-linux-gnueabihf",
    );
    check(Some("native"), Some(HOST), gnu);
    for native in ["native-native", "native-native-gnu", "native-linux-gnu", "x86_64-native"] {
        check(Some(native), None, gnu);
    }
    let musl = "x86_64-linux-musl x86_64-linux-musl x86_64-unknown-linux-musl";
    for native in ["native-native-musl", "native-linux-musl", "native-linux", "x86_64-native-musl"] {
        check(Some(native), None, musl);
    }
    check(
        Some("native-native.5.10-gnu.2.31"),
        None,
        "x86_64-linux.5.10-gnu.2.31 x86_64-linux-gnu x86_64-unknown-linux-gnu host",
    );
    check(Some("aarch64-native"), None, "aarch64-linux-gnu aarch64-linux-gnu aarch64-unknown-linux-gnu");
}

#[test]
fn wrong_names_are_explained() {
    check(
        Some("x86_64-linx-gnu"),
        None,
        "error: unknown Zig target `x86_64-linx-gnu`; the nearest are x86_64-linux-gnu, x86_64-linux-gnux32, x86_64-linux-none",
    );
    check(
        Some("aarch64-unknown-linux-gnu"),
        None,
        "error: unknown Zig target `aarch64-unknown-linux-gnu`; the nearest are aarch64-linux-gnu, \
         aarch64_be-linux-gnu, aarch64-windows-gnu",
    );
    check(
        Some("x86_64-linux-gnu"),
        Some("aarch64-unknown-linux-gnu"),
        "error: Zig target `x86_64-linux-gnu` and Rust target `aarch64-unknown-linux-gnu` are different machines \
         (Rust's name for the first is `x86_64-unknown-linux-gnu`, Zig's for the second `aarch64-linux-gnu`)",
    );
    for nonsense in
        ["", "-", "--", "x86_64-", "x86_64-linux-gnu.", "x86_64-linux-gnu.2.", "é", "x86_64-linux-gnu-"]
    {
        assert!(resolve(Some(nonsense), None, HOST).is_err(), "{nonsense}");
    }
    assert!(resolve(None, Some(""), HOST).is_err());
}

#[test]
fn rows_are_distinct_and_found_by_both_names() {
    for (index, row) in ROWS.iter().enumerate() {
        assert!(!ROWS[..index].contains(row), "{row:?} stands twice");
        assert_eq!(row.zig.split('-').count(), 3, "{row:?}");
        let target = resolve(Some(row.zig), Some(row.rust), HOST).unwrap();
        assert_eq!((target.zig_name.as_str(), target.rust.as_str()), (row.zig, row.rust));
    }
}

#[test]
fn machines() {
    let of = |zig: &str| {
        let m = machine(zig);
        (m.pointer_bytes, m.c_long_bytes, m.c_char_signed, m.little_endian)
    };
    assert_eq!(of("x86_64-linux-gnu"), (8, 8, true, true));
    assert_eq!(of("x86_64-windows-gnu"), (8, 4, true, true));
    assert_eq!(of("aarch64-linux-gnu"), (8, 8, false, true));
    assert_eq!(of("aarch64-macos-none"), (8, 8, true, true));
    assert_eq!(of("arm-linux-gnueabihf"), (4, 4, false, true));
    assert_eq!(of("x86_64-linux-gnux32"), (4, 4, true, true));
    assert_eq!(of("s390x-linux-gnu"), (8, 8, false, false));
    assert_eq!(of("avr-freestanding-none"), (2, 4, true, true));
    assert_eq!(of("wasm32-wasi-musl"), (4, 4, true, true));
    assert_eq!(of("powerpc64le-linux-gnu"), (8, 8, false, true));
}

#[test]
fn glibc_version_is_apart_from_the_name() {
    let target = resolve(Some("x86_64-linux-gnu.2.17"), None, HOST).unwrap();
    assert_eq!(target.glibc(), Some("2.17"));
    assert_eq!(resolve(Some("x86_64-linux-musl"), None, HOST).unwrap().glibc(), None);
}

#[test]
fn a_rust_target_that_zig_cannot_build_for_is_explained() {
    check(
        None,
        Some("x86_64-unknown-redox"),
        "error: Rust target `x86_64-unknown-redox` has no Zig counterpart: Zig does not know Redox",
    );
}
