use super::*;
use crate::path::PathTable;

fn table() -> Table {
    Table::new(PathTable::default())
}

fn record(table: &mut Table, n: u8) -> (ActionHash, ActionRecord) {
    let output = table.intern(format!("out {n}\n").as_bytes());
    let discovered = table.intern(&[b'h', 0xff, n]);
    let record = ActionRecord {
        key: Digest::of(&[n]),
        outputs: Box::new([(output, Content::Tree { digest: Digest::of(b"o") })]),
        discovered: Box::new([discovered]),
        duration_ms: u32::from(n),
        recorded_at: 5,
    };
    (ActionHash::of(&format!("action {n}")), record)
}

fn paths_of(log: &BuildLog, table: &Table, n: u8) -> Option<(Digest, Vec<u8>, Vec<u8>)> {
    let record = log.action(ActionHash::of(&format!("action {n}")))?;
    Some((
        record.key,
        table.paths.bytes(record.outputs[0].0).to_vec(),
        table.paths.bytes(record.discovered[0]).to_vec(),
    ))
}

fn expected(n: u8) -> (Digest, Vec<u8>, Vec<u8>) {
    (Digest::of(&[n]), format!("out {n}\n").into_bytes(), vec![b'h', 0xff, n])
}

fn write(path: &Path, from: u8, to: u8) {
    let mut table = table();
    let mut log = BuildLog::load(path, &mut table).unwrap();
    for n in from..to {
        let action = record(&mut table, n);
        log.append(&mut table, &[], Some(action)).unwrap();
    }
}

#[test]
fn goes_on_where_it_ended() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("log");
    write(&path, 0, 3);
    write(&path, 2, 5);
    let mut table = table();
    // Numbers in memory differ from those in the file.
    table.intern(b"something else");
    let mut log = BuildLog::load(&path, &mut table).unwrap();
    assert!(!log.recovered);
    for n in 0..5 {
        assert_eq!(paths_of(&log, &table, n), Some(expected(n)));
    }
    log.forget(ActionHash::of("action 3")).unwrap();
    let log = BuildLog::load(&path, &mut table).unwrap();
    assert_eq!(paths_of(&log, &table, 3), None);
}

#[test]
fn any_cut_and_any_flipped_byte_loses_only_what_follows() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("log");
    write(&path, 0, 4);
    let whole = fs::read(&path).unwrap();
    let check = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let mut table = table();
        let log = BuildLog::load(&path, &mut table).unwrap();
        let kept = (0..4).take_while(|&n| paths_of(&log, &table, n).is_some()).count();
        for n in 0..4 {
            let found = paths_of(&log, &table, n);
            assert!(found == Some(expected(n)) || found.is_none());
        }
        assert_eq!(log.actions().count(), kept);
        // And it can be written again.
        write(&path, 0, 4);
        let mut table = self::table();
        let log = BuildLog::load(&path, &mut table).unwrap();
        assert!(!log.recovered);
        assert_eq!(paths_of(&log, &table, 3), Some(expected(3)));
    };
    for at in (0..whole.len()).step_by(7) {
        check(&whole[..at]);
        let mut flipped = whole.clone();
        flipped[at] ^= 0x41;
        check(&flipped);
    }
}

#[test]
fn a_log_of_dead_records_is_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("log");
    for _ in 0..400 {
        write(&path, 0, 10);
    }
    let before = fs::metadata(&path).unwrap().len();
    let mut table = table();
    let mut log = BuildLog::load(&path, &mut table).unwrap();
    let kept = (0..9).map(|n| ActionHash::of(&format!("action {n}"))).collect();
    log.compact(&table, || (kept, UNIX_EPOCH + Duration::from_hours(365 * 24))).unwrap();
    let action = record(&mut table, 11);
    log.append(&mut table, &[], Some(action)).unwrap();
    assert!(fs::metadata(&path).unwrap().len() * 100 < before);
    let mut table = self::table();
    let log = BuildLog::load(&path, &mut table).unwrap();
    for n in (0..9).chain([11]) {
        assert_eq!(paths_of(&log, &table, n), Some(expected(n)));
    }
    assert_eq!(paths_of(&log, &table, 9), None);
}
