//! Archives that are the same bytes wherever and whenever they are made: entries in order, one time for all,
//! nobody's user, no name of a machine.

use std::io::{self, Write};

use flate2::{Compression, GzBuilder};

/// A file of an archive.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its path inside, with `/`.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// Whether it can be run.
    pub(super) executable: bool,
}

/// Size of a block of a tar archive.
const BLOCK: usize = 512;
/// Longest name that fits into the header itself.
const NAME_BYTES_MAX: usize = 100;

/// Writes a compressed archive. `seconds` is the time of every entry, since 1970.
pub(super) fn tar_gz(entries: &[Entry], seconds: u64) -> io::Result<Vec<u8>> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut gz = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    for entry in sorted {
        if entry.path.len() > NAME_BYTES_MAX || !entry.path.is_ascii() {
            // A name that the header cannot hold stands before it, as POSIX has it (pax).
            let record = pax_record("path", &entry.path);
            header(&mut gz, "pax", record.len(), 0o644, seconds, b'x')?;
            padded(&mut gz, record.as_bytes())?;
        }
        let mode = if entry.executable { 0o755 } else { 0o644 };
        header(&mut gz, &entry.path, entry.bytes.len(), mode, seconds, b'0')?;
        padded(&mut gz, &entry.bytes)?;
    }
    gz.write_all(&[0; 2 * BLOCK])?;
    gz.finish()
}

fn padded(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.write_all(&[0; BLOCK][..(BLOCK - bytes.len() % BLOCK) % BLOCK])
}

/// A ustar header (POSIX.1-1988).
fn header(out: &mut impl Write, name: &str, len: usize, mode: u32, seconds: u64, kind: u8) -> io::Result<()> {
    let mut block = [0; BLOCK];
    let mut put = |at: usize, text: &[u8]| block[at..at + text.len()].copy_from_slice(text);
    let ascii: Vec<u8> =
        name.bytes().map(|b| if b.is_ascii() { b } else { b'_' }).take(NAME_BYTES_MAX).collect();
    put(0, &ascii);
    put(100, format!("{mode:07o}\0").as_bytes());
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{len:011o}\0").as_bytes());
    put(136, format!("{seconds:011o}\0").as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    out.write_all(&block)
}

/// `length key=value`, where the length counts itself.
fn pax_record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut len = rest + 1;
    while len != rest + len.to_string().len() {
        len = rest + len.to_string().len();
    }
    format!("{len} {key}={value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_entries_does_not_matter() {
        let entry =
            |path: &str| Entry { path: path.to_owned(), bytes: path.as_bytes().to_vec(), executable: false };
        let one = tar_gz(&[entry("b"), entry("a/größe")], 0).unwrap();
        assert_eq!(one, tar_gz(&[entry("a/größe"), entry("b")], 0).unwrap());
        assert_ne!(one, tar_gz(&[entry("b")], 0).unwrap());
    }

    #[test]
    fn records_count_their_own_length() {
        assert_eq!(pax_record("path", "a"), "9 path=a\n");
        assert_eq!(pax_record("path", &"a".repeat(90)).len(), 99);
        assert_eq!(pax_record("path", &"a".repeat(92)).len(), 102);
        for len in 0..200 {
            let record = pax_record("path", &"x".repeat(len));
            assert!(record.starts_with(&format!("{} ", record.len())), "{record}");
        }
    }
}
