//! Small facts on disk with the snapshot that they hold under, read with one read.
//!
//! A file that is damaged, of another version or another form is no memory at all.

use std::fs;
use std::io::Write;

use camino::Utf8Path;
use serde::{Serialize, de::DeserializeOwned};

use crate::error::BuildError;
use crate::request::Environment;
use crate::snapshot::{Snapshot, Verdict};

/// Begins every file: raised when the form of a snapshot or of a remembered value changes.
const MAGIC: &[u8] = b"ghostbind 1 ";
/// The program that wrote a file, and the only one that reads it.
const BUILD: &str = env!("GHOSTBIND_BUILD");
const CHECKSUM_BYTES: usize = 16;

/// The value at `path`, if it still holds.
pub(crate) fn load<T: DeserializeOwned>(path: &Utf8Path, env: &Environment) -> Option<T> {
    let (snapshot, value): (Snapshot, T) = read(path)?;
    let clock = path.parent()?;
    matches!(snapshot.verify(env, clock), Verdict::Holds | Verdict::Restamped(_)).then_some(value)
}

/// Remembers a value under a snapshot.
pub(crate) fn store<T: Serialize>(path: &Utf8Path, snapshot: &Snapshot, value: &T) -> Result<(), BuildError> {
    write(path, &(snapshot, value))
}

/// Whatever [`write()`] left at `path`, unless it is damaged or of another version.
pub(crate) fn read<T: DeserializeOwned>(path: &Utf8Path) -> Option<T> {
    let bytes = fs::read(path).ok()?;
    let body = bytes.strip_prefix(MAGIC)?.strip_prefix(BUILD.as_bytes())?;
    let (checksum, body) = body.split_at_checked(CHECKSUM_BYTES)?;
    (&blake3::hash(body).as_bytes()[..CHECKSUM_BYTES] == checksum).then_some(())?;
    postcard::from_bytes(body).ok()
}

/// Writes a value in one step.
pub(crate) fn write<T: Serialize>(path: &Utf8Path, value: &T) -> Result<(), BuildError> {
    let failed = |source| BuildError::File { action: "write", path: path.to_owned(), source };
    let body = postcard::to_stdvec(value).map_err(|error| failed(std::io::Error::other(error)))?;
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let mut file = crate::publish::temporary(folder, path.file_name().unwrap_or_default()).map_err(failed)?;
    let checksum = blake3::hash(&body);
    let parts = [MAGIC, BUILD.as_bytes(), &checksum.as_bytes()[..CHECKSUM_BYTES], &body];
    parts.into_iter().try_for_each(|part| file.write_all(part)).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_no_memory() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().join("m");
        write(&path, &("value", 7_u32)).unwrap();
        assert_eq!(read::<(String, u32)>(&path), Some(("value".to_owned(), 7)));
        let whole = fs::read(&path).unwrap();
        for index in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[index] ^= 1;
            fs::write(&path, damaged).unwrap();
            assert_eq!(read::<(String, u32)>(&path), None, "byte {index}");
            fs::write(&path, &whole[..index]).unwrap();
            assert_eq!(read::<(String, u32)>(&path), None, "cut at {index}");
        }
    }
}
