use super::*;

#[test]
fn the_target_is_said_first_and_once() {
    let settings = Settings {
        zig: "zig".into(),
        target: "arm-linux-gnueabihf.2.28".into(),
        cpu: Some("cortex_a7".into()),
        sdk: Some("/sdk".into()),
    };
    let given = ["-O2", "--target=arm-unknown-linux-gnueabihf", "-c", "a b.c"].map(OsString::from);
    let args = driver_args(&settings, given.into());
    let expected = "-target arm-linux-gnueabihf.2.28 -mcpu=cortex_a7 -fno-sanitize=undefined -O2 -c";
    assert_eq!(args[..6].join(OsStr::new(" ")), OsStr::new(expected));
    assert_eq!(args[6], "a b.c");
    let apple = Settings { target: "aarch64-macos-none".into(), ..settings };
    assert!(driver_args(&apple, Vec::new()).iter().any(|arg| arg == "-F/sdk/System/Library/Frameworks"));
}

#[test]
fn other_starts_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["ghostbind", "cc", "/usr/bin/cc"] {
        assert!(enter([OsString::from(name), "build".into()]).is_none(), "{name}");
    }
    assert!(enter([folder.path().join("cc").into_os_string()]).is_none());
    assert!(enter(Vec::<OsString>::new()).is_none());
}
