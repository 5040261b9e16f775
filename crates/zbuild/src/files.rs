//! Files of the user's: whole or not at all, with the rights that they have, or that any other new file of his gets.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};

use camino::Utf8Path;

/// Writes `bytes` to `path`, whose folder exists. What a link leads to is meant, and a device or a pipe is written to:
/// nothing takes their places.
pub(crate) fn write(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let target = path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let known = fs::metadata(&target).ok();
    let special = known.as_ref().is_some_and(|known| !known.is_file() && !known.is_dir());
    if special || path.starts_with("/dev") {
        return OpenOptions::new().append(true).open(path)?.write_all(bytes);
    }
    let folder = target.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    if !folder.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, format!("there is no folder {folder}")));
    }
    let mut builder = tempfile::Builder::new();
    // A temporary file is its owner's alone; of this one the user's mask takes what it takes of any.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Some(known) = known.filter(fs::Metadata::is_file) {
        file.as_file().set_permissions(known.permissions())?;
    }
    file.persist(target).map(drop).map_err(|error| error.error)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn links_and_pipes_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| Utf8Path::from_path(folder.path()).unwrap().join(name);
        write(&at("file"), b"one").unwrap();
        std::os::unix::fs::symlink("file", at("link")).unwrap();
        write(&at("link"), b"two").unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(fs::read(at("file")).unwrap(), b"two");
        let rights = std::os::unix::fs::PermissionsExt::from_mode(0o640);
        fs::set_permissions(at("file"), rights).unwrap();
        write(&at("link"), b"two again").unwrap();
        let rights: fs::Permissions = std::os::unix::fs::PermissionsExt::from_mode(0o100_640);
        assert_eq!(fs::metadata(at("file")).unwrap().permissions(), rights);

        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, at("pipe").as_std_path(), rustix::fs::FileType::Fifo, mode, 0)
            .unwrap();
        let pipe = at("pipe");
        let reading = std::thread::spawn(move || fs::read(pipe).unwrap());
        write(&at("pipe"), b"three").unwrap();
        assert_eq!(reading.join().unwrap(), b"three");
        assert!(!fs::metadata(at("pipe")).unwrap().is_file());
    }
}
