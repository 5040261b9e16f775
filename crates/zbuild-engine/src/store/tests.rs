use std::fs::File;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::time::{Duration, SystemTime};

use super::*;
use crate::action::Placement;

struct Fixture {
    dir: tempfile::TempDir,
    store: Store,
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("store")).unwrap();
    Fixture { dir, store }
}

impl Fixture {
    fn put(&self, name: &str, content: &[u8]) -> Digest {
        let path = self.dir.path().join(name);
        fs::write(&path, content).unwrap();
        let digest = Digest::of(content);
        self.store.put_file(&digest, &path, Placement::Own).unwrap();
        digest
    }

    fn take(&self, digest: &Digest, name: &str) -> Taken {
        self.store.take(digest, &self.dir.path().join(name), false, Placement::Own).unwrap()
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.dir.path().join(name)).unwrap()
    }

    fn result(&self, key: &str, digest: Digest, used: SystemTime) -> Digest {
        let key = Digest::of(key.as_bytes());
        let outputs = vec![StoredOutput::File { digest, executable: false }];
        self.store.put_result(&key, &ActionResult { outputs, ..ActionResult::default() }).unwrap();
        let record = self.store.sharded("actions", &key);
        File::options().write(true).open(record).unwrap().set_modified(used).unwrap();
        key
    }
}

#[test]
fn blobs_come_back_as_they_went_in() {
    let f = fixture();
    for (index, content) in [&b""[..], b"x", &vec![7; 3_000_000]].into_iter().enumerate() {
        let digest = f.put(&format!("in{index}"), content);
        assert_eq!(f.take(&digest, &format!("out{index}")), Taken::Whole);
        assert_eq!(f.read(&format!("out{index}")), content);
    }
    assert_eq!(f.take(&Digest::of(b"never stored"), "no"), Taken::Missing);
}

#[test]
fn writing_to_an_output_leaves_the_store_alone() {
    let f = fixture();
    let digest = f.put("in", b"content");
    assert_eq!(f.take(&digest, "out"), Taken::Whole);
    File::options().append(true).open(f.dir.path().join("out")).unwrap().write_all(b"more").unwrap();
    File::options().append(true).open(f.dir.path().join("in")).unwrap().write_all(b"more").unwrap();
    assert_eq!(f.take(&digest, "again"), Taken::Whole);
    assert_eq!(f.read("again"), b"content");
}

#[test]
fn shared_files_are_links_only_where_permissions_protect_them() {
    let mut f = fixture();
    for links in [false, true] {
        f.store.links = links;
        let content: &[u8] = if links { b"linked" } else { b"copied" };
        let path = f.dir.path().join("in");
        let _ = fs::remove_file(&path);
        fs::write(&path, content).unwrap();
        let digest = Digest::of(content);
        f.store.put_file(&digest, &path, Placement::Shared).unwrap();
        let out = f.dir.path().join(format!("out {links}"));
        assert_eq!(f.store.take(&digest, &out, false, Placement::Shared).unwrap(), Taken::Whole);
        let metadata = fs::metadata(&out).unwrap();
        assert_eq!(metadata.nlink() > 1, links);
        assert_eq!(metadata.permissions().mode() & 0o222 == 0, links);
    }
}

#[test]
fn corrupt_blobs_are_found_and_dropped() {
    let f = fixture();
    let damage: [&dyn Fn(&Path); 3] =
        [&|place| fs::write(place, b"CONTENT").unwrap(), &|place| fs::write(place, b"").unwrap(), &|place| {
            File::options().append(true).open(place).unwrap().write_all(b"x").unwrap();
        }];
    for damage in damage {
        let digest = f.put("in", b"content");
        let place = f.store.blob_path(&digest);
        fs::set_permissions(&place, fs::Permissions::from_mode(0o644)).unwrap();
        damage(&place);
        assert_eq!(f.take(&digest, "out"), Taken::Missing);
        assert!(!place.exists());
        assert!(!f.dir.path().join("out").exists());
    }
}

#[test]
fn results_survive_and_damage_is_a_miss() {
    let f = fixture();
    let now = SystemTime::now();
    let result = ActionResult {
        outputs: vec![
            StoredOutput::File { digest: Digest::of(b"a"), executable: true },
            StoredOutput::Symlink { target: b"../x \xff".to_vec() },
            StoredOutput::Tree { listing: Digest::of(b"b") },
        ],
        message: b"warning: x\n".to_vec(),
        discovered: vec![b"a.h".to_vec(), b"b c\n.h".to_vec()],
        duration_ms: 17,
    };
    let key = Digest::of(b"key");
    f.store.put_result(&key, &result).unwrap();
    assert_eq!(f.store.result(&key, now).unwrap().as_ref(), Some(&result));
    let place = f.store.sharded("actions", &key);
    let whole = fs::read(&place).unwrap();
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        fs::write(&place, &changed).unwrap();
        assert_eq!(f.store.result(&key, now).unwrap(), None);
    }
}

#[test]
fn sets_are_the_latest_first_and_limited() {
    let f = fixture();
    let (declared, now) = (Digest::of(b"declared"), SystemTime::now());
    let set = |n: u32| vec![format!("h{n}").into_bytes()];
    for n in 0..40 {
        f.store.put_set(&declared, &set(n), now).unwrap();
    }
    f.store.put_set(&declared, &set(30), now).unwrap();
    let sets = f.store.sets(&declared, now).unwrap();
    assert_eq!(sets.len(), 16);
    assert_eq!(sets[..3], [set(30), set(39), set(38)]);
    assert_eq!(f.store.sets(&Digest::of(b"other"), now).unwrap(), Vec::<Vec<Vec<u8>>>::new());
    // Others may name more of them.
    let many: Vec<_> = (0..1000).map(set).collect();
    assert_eq!(record::decode_sets(&record::encode_sets(&many)), many[..16]);
}

#[test]
fn sets_that_are_used_are_kept() {
    let f = fixture();
    let (declared, now) = (Digest::of(b"declared"), SystemTime::now());
    f.store.put_set(&declared, &[b"h".to_vec()], now).unwrap();
    let hours = |n| now + Duration::from_hours(n);
    let collect = |now| {
        let limits = GcLimits { bytes_max: u64::MAX, age_max: Duration::from_hours(30) };
        f.store.gc(limits, now).unwrap();
    };
    assert_eq!(f.store.sets(&declared, hours(20)).unwrap().len(), 1);
    collect(hours(40));
    assert_eq!(f.store.sets(&declared, hours(20)).unwrap().len(), 1);
    collect(hours(60));
    assert!(f.store.sets(&declared, hours(60)).unwrap().is_empty());
}

#[test]
fn a_record_counts_for_its_own_key_alone() {
    let f = fixture();
    let now = SystemTime::now();
    let (one, two) = (Digest::of(b"1"), Digest::of(b"2"));
    f.store.put_result(&one, &ActionResult::default()).unwrap();
    f.store.put_result(&two, &ActionResult { duration_ms: 2, ..ActionResult::default() }).unwrap();
    f.store.put_set(&one, &[b"h".to_vec()], now).unwrap();
    f.store.put_set(&two, &[b"other".to_vec()], now).unwrap();
    for kind in ["actions", "manifests"] {
        fs::copy(f.store.sharded(kind, &two), f.store.sharded(kind, &one)).unwrap();
    }
    assert_eq!(f.store.result(&one, now).unwrap(), None);
    assert!(f.store.sets(&one, now).unwrap().is_empty());
    assert_eq!(f.store.result(&two, now).unwrap().map(|result| result.duration_ms), Some(2));
    assert_eq!(f.store.sets(&two, now).unwrap(), [[b"other"]]);
}

#[test]
fn processes_of_one_number_do_not_write_to_one_file() {
    let f = fixture();
    // As in containers, where each is number 1.
    let other = Store::open(&f.dir.path().join("store")).unwrap();
    assert_ne!(f.store.temporary(), other.temporary());
}

#[test]
fn strays_are_left_alone() {
    let f = fixture();
    let now = SystemTime::now();
    f.result("key", f.put("a", b"a"), now);
    f.store.put_set(&Digest::of(b"key"), &[b"h".to_vec()], now).unwrap();
    let shards: Vec<_> =
        ["cas", "actions", "manifests"].iter().map(|kind| list(&f.store.folder.join(kind))).collect();
    let strays: Vec<PathBuf> = shards
        .into_iter()
        .flat_map(|shard| [shard.join(".DS_Store"), shard.parent().unwrap().join("note~")])
        .collect();
    for stray in &strays {
        fs::write(stray, "x").unwrap();
    }
    fs::create_dir(f.store.folder.join("tmp/folder")).unwrap();
    assert_eq!(f.store.stat().unwrap().blobs, 1);
    assert_eq!(f.store.verify(|_| {}).unwrap(), VerifyReport { checked: 3, corrupt: vec![], incomplete: 0 });
    let limits = GcLimits { bytes_max: 0, age_max: Duration::ZERO };
    let report = f.store.gc(limits, now + Duration::from_hours(9)).unwrap();
    assert_eq!((report.actions_removed, report.blobs_removed), (1, 1));
    assert!(strays.iter().all(|stray| stray.exists()));
}

/// The one shard of a store's folder.
fn list(folder: &Path) -> PathBuf {
    fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn collection_keeps_what_was_used_last() {
    let f = fixture();
    let now = SystemTime::now() + Duration::from_hours(48);
    let hours = |n: u64| now - Duration::from_hours(n);
    let old = f.put("old", &[1; 1000]);
    let mid = f.put("mid", &[2; 1000]);
    let new = f.put("new", &[3; 1000]);
    let keys =
        [f.result("old", old, hours(30)), f.result("mid", mid, hours(20)), f.result("new", new, hours(10))];
    let stray = f.put("stray", &[4; 500]);
    assert_eq!(f.store.stat().unwrap().blob_bytes, 3500);
    let has = || keys.map(|key| f.store.result(&key, now).unwrap().is_some());

    let limits = |bytes_max, age_hours: u64| GcLimits { bytes_max, age_max: Duration::from_hours(age_hours) };
    let report = f.store.gc(limits(u64::MAX, 25), now).unwrap();
    assert_eq!((report.actions_removed, report.blobs_removed, report.bytes_removed), (1, 2, 1500));
    assert!(!f.store.has_blob(&stray) && !f.store.has_blob(&old));
    let report = f.store.gc(limits(1500, 25), now).unwrap();
    assert_eq!((report.actions_removed, report.bytes_kept), (1, 1000));
    assert_eq!(has(), [false, false, true]);
    assert!(f.store.has_blob(&new));
}

#[test]
fn what_a_removed_result_named_goes_at_once() {
    let f = fixture();
    let now = SystemTime::now();
    let (first, second) = (f.put("first", &[1; 1000]), f.put("second", &[2; 1000]));
    // Nobody names it yet: its result may be about to come.
    let coming = f.put("coming", &[3; 500]);
    f.result("first", first, now - Duration::from_mins(1));
    f.result("second", second, now);
    let limits = GcLimits { bytes_max: 1000, age_max: Duration::from_hours(25) };
    let report = f.store.gc(limits, now).unwrap();
    assert_eq!((report.actions_removed, report.blobs_removed, report.bytes_removed), (1, 1, 1000));
    assert_eq!(report.bytes_kept, 1500);
    assert_eq!(f.store.stat().unwrap().blob_bytes, 1500);
    assert!(!f.store.has_blob(&first) && f.store.has_blob(&second) && f.store.has_blob(&coming));
    let report = f.store.gc(GcLimits { bytes_max: 1, ..limits }, now).unwrap();
    assert_eq!((report.bytes_removed, report.bytes_kept), (1000, 500));
}

#[test]
fn verification_finds_damage() {
    let f = fixture();
    let good = f.put("good", b"good");
    let bad = f.put("bad", b"bad");
    let gone = f.put("gone", b"gone");
    let now = SystemTime::now();
    for (name, digest) in [("1", good), ("2", bad), ("3", gone)] {
        f.result(name, digest, now);
    }
    assert_eq!(f.store.verify(|_| {}).unwrap(), VerifyReport { checked: 6, corrupt: vec![], incomplete: 0 });
    let place = f.store.blob_path(&bad);
    fs::set_permissions(&place, fs::Permissions::from_mode(0o644)).unwrap();
    fs::write(&place, b"b4d").unwrap();
    fs::remove_file(f.store.blob_path(&gone)).unwrap();
    let report = f.store.verify(|_| {}).unwrap();
    assert_eq!((report.corrupt, report.incomplete), (vec![place], 2));
    assert_eq!(f.store.verify(|_| {}).unwrap(), VerifyReport { checked: 2, corrupt: vec![], incomplete: 0 });
}
