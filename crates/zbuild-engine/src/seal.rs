//! A folder that nobody may change: what was in it is written down beside it, and looked at before it is used.
//!
//! As long as stamps hold nothing is read. Where one does not, or was too young to be trusted, the bytes decide, names
//! and links and the right to run among them.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::SystemTime;

use crate::codec::Encoder;
use crate::digest::Digest;
use crate::path;
use crate::stamp::{self, Kind, Stat, file_clock};
use crate::tree;

/// The first line of a seal. Another form says nothing.
const FORM: &str = "seal 2";
/// In the place of stamps that could hide a change.
const YOUNG: &str = "young";

/// What became of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is what it was.
    Whole,
    /// It is another.
    Broken,
    /// Nobody wrote down what it was.
    Missing,
}

impl Seal {
    /// Writes down what is in `folder`, in the file `seal`. The folder may be moved afterwards.
    ///
    /// # Errors
    /// Something in the folder cannot be read, or the file not be written.
    pub fn put(folder: &Path, seal: &Path) -> io::Result<()> {
        // Stamps first: what changes while it is read has another one afterwards.
        let now = file_clock();
        let (stamps, young) = stamps(folder, now)?;
        let stamps = if young { YOUNG.to_owned() } else { stamps };
        let temporary = seal.with_extension(format!("{}.new", std::process::id()));
        fs::write(&temporary, format!("{FORM}\n{}\n{stamps}\n", content(folder)?))?;
        fs::rename(&temporary, seal)
    }

    /// Whether `folder` is what it was when its seal was put.
    #[must_use]
    pub fn look(folder: &Path, seal: &Path) -> Self {
        let text = fs::read_to_string(seal).unwrap_or_default();
        let [FORM, known, stamped] = text.lines().collect::<Vec<_>>()[..] else { return Self::Missing };
        if stamps(folder, file_clock()).is_ok_and(|(now, _)| now == stamped) {
            return Self::Whole;
        }
        if content(folder).is_ok_and(|now| now == known) {
            // Only saves the next look some reading.
            let _unsaved = Self::put(folder, seal);
            return Self::Whole;
        }
        Self::Broken
    }
}

/// A digest of everything in a folder.
fn content(folder: &Path) -> io::Result<String> {
    each_file(folder, &mut |file, _| Ok(Digest::of_reader(&mut File::open(file)?)?.0))
}

/// The same with the stamp of each file for its bytes, and whether one of them could hide a change.
fn stamps(folder: &Path, now: SystemTime) -> io::Result<(String, bool)> {
    let mut young = false;
    let digest = each_file(folder, &mut |_, stat| {
        young |= stat.stamp.is_racy(now);
        let mut encoder = Encoder::default();
        stat.stamp.encode(&mut encoder);
        Ok(Digest::of(&encoder.0))
    })?;
    Ok((digest, young))
}

/// A digest of names, links and what is asked of each file.
fn each_file(folder: &Path, ask: &mut dyn FnMut(&Path, &Stat) -> io::Result<Digest>) -> io::Result<String> {
    let root = File::open(folder)?;
    let listing = tree::list(folder, &|_, error| error, &mut |below| match stamp::stat(&root, below)? {
        Some(stat) => match stat.kind {
            Kind::File { executable } => Ok((ask(&folder.join(path::from_bytes(below)), &stat)?, executable)),
            _ => Err(io::Error::other("it is neither a file nor a directory")),
        },
        None => Err(io::ErrorKind::NotFound.into()),
    })?;
    Ok(listing.digest().to_string())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn a_folder_that_somebody_changed_is_another() {
        let odd = OsStr::from_bytes(b"a b\n\xff.zig");
        let check = |change: &dyn Fn(&Path), expected: Seal| {
            let place = tempfile::tempdir().unwrap();
            let [made, folder, seal] = ["made", "folder", "seal"].map(|name| place.path().join(name));
            fs::create_dir_all(made.join("src")).unwrap();
            fs::write(made.join("src").join(odd), "one").unwrap();
            fs::write(made.join("build.zig"), "two").unwrap();
            Seal::put(&made, &seal).unwrap();
            fs::rename(&made, &folder).unwrap();
            change(&folder);
            assert_eq!(Seal::look(&folder, &seal), expected);
            assert_eq!(Seal::look(&folder, &seal), expected, "again");
        };
        check(&|_| {}, Seal::Whole);
        check(&|folder| fs::write(folder.join("build.zig"), "two").unwrap(), Seal::Whole);
        check(&|folder| fs::write(folder.join("build.zig"), "owt").unwrap(), Seal::Broken);
        check(&|folder| fs::write(folder.join("src").join(odd), "eno").unwrap(), Seal::Broken);
        check(
            &|folder| fs::rename(folder.join("src").join(odd), folder.join("src/x")).unwrap(),
            Seal::Broken,
        );
        check(&|folder| fs::write(folder.join("more.zig"), "").unwrap(), Seal::Broken);
        check(&|folder| fs::create_dir(folder.join("src/more")).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_file(folder.join("build.zig")).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_dir_all(folder).unwrap(), Seal::Broken);
        check(&|folder| fs::remove_file(folder.with_file_name("seal")).unwrap(), Seal::Missing);
        check(&|folder| fs::write(folder.with_file_name("seal"), "").unwrap(), Seal::Missing);
    }

    #[test]
    fn what_did_not_change_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        let (folder, seal) = (place.path().join("folder"), place.path().join("seal"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("file"), "one").unwrap();
        while stamps(&folder, file_clock()).unwrap().1 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        Seal::put(&folder, &seal).unwrap();
        // A digest that the bytes do not have: only stamps can find the folder whole.
        let text = fs::read_to_string(&seal).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        fs::write(&seal, format!("{FORM}\nother\n{}\n", lines[2])).unwrap();
        assert_eq!(Seal::look(&folder, &seal), Seal::Whole);
        fs::write(folder.join("file"), "two").unwrap();
        assert_eq!(Seal::look(&folder, &seal), Seal::Broken);
    }
}
