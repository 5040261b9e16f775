use super::*;
use std::fs;

struct Fixture {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
    env: Environment,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap().canonicalize_utf8().unwrap();
        let vars =
            [("PATH".into(), root.join("bin").into()), ("CARGO_PROFILE_RELEASE_LTO".into(), "thin".into())];
        fs::write(root.join("a.rs"), "one").unwrap();
        fs::create_dir(root.join("bin")).unwrap();
        fs::create_dir(root.join("names")).unwrap();
        Self { _folder: folder, env: Environment::new(vars, &root), root }
    }

    /// A snapshot of everything, taken a tick after the last change.
    fn take(&self) -> Snapshot {
        let before = now(&self.root).unwrap();
        assert!(wait_until_after(&self.root, before).unwrap());
        let mut recorder = Recorder::new(&self.env, now(&self.root).unwrap());
        recorder.family();
        recorder.variable("X");
        recorder.lookup("zig");
        recorder.file(&self.root.join("a.rs"));
        recorder.file(&self.root.join("missing"));
        recorder.folder(&self.root.join("names"));
        recorder.finish()
    }

    fn check(&self, snapshot: &Snapshot, expected: &str) {
        let found = match snapshot.verify(&self.env, &self.root) {
            Verdict::Holds => "holds".to_owned(),
            Verdict::Restamped(_) => "restamped".to_owned(),
            Verdict::Changed(why) => why.replace(self.root.as_str(), "."),
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn nothing_changed() {
    let f = Fixture::new();
    let snapshot = f.take();
    f.check(&snapshot, "holds");
    fs::write(f.root.join("unrelated"), "").unwrap();
    f.check(&snapshot, "holds");
}

#[test]
fn each_kind_of_change_is_named() {
    type Change = fn(&mut Fixture);
    let cases: [(Change, &str); 9] = [
        (|f| fs::write(f.root.join("a.rs"), "two").unwrap(), "./a.rs changed"),
        (|f| fs::remove_file(f.root.join("a.rs")).unwrap(), "./a.rs is gone"),
        (|f| fs::write(f.root.join("missing"), "").unwrap(), "./missing appeared"),
        (|f| fs::write(f.root.join("names/new"), "").unwrap(), "./names changed"),
        (|f| f.env.set("X", "1"), "the environment variable X changed"),
        (|f| f.env.set("RUSTFLAGS", "-g"), "an environment variable of cargo or rustc changed"),
        (|f| f.env.set("CARGO_TERM_COLOR", "never"), "holds"),
        (|f| f.env.set("OTHER", "1"), "holds"),
        (
            |f| {
                let zig = f.root.join("bin/zig");
                fs::write(&zig, "").unwrap();
                let mut mode = fs::metadata(&zig).unwrap().permissions();
                std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o755);
                fs::set_permissions(&zig, mode).unwrap();
            },
            "PATH gives another `zig`",
        ),
    ];
    for (change, expected) in cases {
        let mut f = Fixture::new();
        let snapshot = f.take();
        change(&mut f);
        f.check(&snapshot, expected);
    }
}

#[test]
fn content_under_an_old_time_is_seen() {
    let f = Fixture::new();
    let snapshot = f.take();
    let path = f.root.join("a.rs");
    let old = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "eno").unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(old).unwrap();
    f.check(&snapshot, "./a.rs changed");
}

#[test]
fn a_touched_file_is_read_once() {
    let f = Fixture::new();
    let snapshot = f.take();
    fs::write(f.root.join("a.rs"), "one").unwrap();
    let before = now(&f.root).unwrap();
    assert!(wait_until_after(&f.root, before).unwrap());
    let Verdict::Restamped(again) = snapshot.verify(&f.env, &f.root) else { panic!("content is the same") };
    f.check(&again, "holds");
}

#[test]
fn a_file_touched_during_the_build_proves_nothing() {
    let f = Fixture::new();
    let mut recorder = Recorder::new(&f.env, now(&f.root).unwrap());
    fs::write(f.root.join("a.rs"), "one").unwrap();
    recorder.file(&f.root.join("a.rs"));
    f.check(&recorder.finish(), "./a.rs was touched during the last build");
}

#[test]
fn stamps_are_no_part_of_the_content() {
    let f = Fixture::new();
    let first = f.take();
    fs::write(f.root.join("a.rs"), "one").unwrap();
    assert_eq!(first.content_digest(), f.take().content_digest());
    fs::write(f.root.join("a.rs"), "two").unwrap();
    assert_ne!(first.content_digest(), f.take().content_digest());
}

#[test]
fn what_cannot_be_tracked_never_holds() {
    let f = Fixture::new();
    let mut recorder = Recorder::new(&f.env, now(&f.root).unwrap());
    recorder.untracked("build.rs reads the moon".to_owned());
    f.check(&recorder.finish(), "build.rs reads the moon");
}

/// A time in the future is newer than any beginning. What keeps it from one result to the next was left alone.
#[test]
fn a_time_in_the_future() {
    let f = Fixture::new();
    let file = f.root.join("a.rs");
    let later = std::time::SystemTime::now() + std::time::Duration::from_hours(2);
    fs::File::options().append(true).open(&file).unwrap().set_modified(later).unwrap();
    let first = f.take();
    assert!(first.is_unsettled());
    f.check(&first, "./a.rs was touched during the last build");
    let again = |before: &Snapshot| {
        let mut recorder = Recorder::new(&f.env, now(&f.root).unwrap()).after(before);
        recorder.file(&file);
        recorder.finish()
    };
    f.check(&again(&first), "holds");
    fs::write(&file, "two").unwrap();
    fs::File::options().append(true).open(&file).unwrap().set_modified(later).unwrap();
    assert!(again(&first).is_unsettled());
}
