//! What the file system says of a file without reading it, and how far that can be trusted.
//!
//! If a stamp is what it was when the file was digested, the content is what it was, with one exception: a file
//! changed again within one tick of the file system's clock keeps its times. A stamp that was that young when its
//! file was read is *racy*, and the file is read again next time. A time in the future (a clock set back) is racy
//! for as long as it lies there. The clock here is the one that the kernel stamps files with, which lags behind
//! the precise one by up to a tick.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::{AtFlags, FileType, Mode};
use rustix::io::Errno;

use crate::codec::{Decoder, Encoder};

/// Longer than a tick of any kernel that keeps sub-second times.
const TICK: Duration = Duration::from_millis(20);
/// The tick of file systems that keep whole (FAT: even) seconds.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// The time, as the kernel stamps files.
#[cfg(target_os = "linux")]
pub fn file_clock() -> SystemTime {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
    let since =
        Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0));
    UNIX_EPOCH + since
}

/// The time, as the kernel stamps files.
#[cfg(not(target_os = "linux"))]
pub fn file_clock() -> SystemTime {
    SystemTime::now()
}

/// The identity of a file's content in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stamp {
    modified: Time,
    /// Also renaming, linking and changing permissions move this; nobody can set it back.
    changed: Time,
    size: u64,
    inode: u64,
}

/// A time of the file system: seconds since 1970, nanoseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Time(i64, u32);

impl From<SystemTime> for Time {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(since) => Self(i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos()),
            Err(before) => Self(-i64::try_from(before.duration().as_secs()).unwrap_or(i64::MAX), 0),
        }
    }
}

/// What a path is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    File {
        executable: bool,
    },
    Directory,
    /// A link that leads nowhere.
    Dangling,
    /// A character or block device: it has no content of its own.
    Device,
    /// A socket or a named pipe: nothing that could be read to an end.
    Stream,
}

/// One look at a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stat {
    /// Of what a link leads to.
    pub(crate) kind: Kind,
    pub(crate) stamp: Stamp,
    /// The path is a symbolic link: what it leads to may change without it.
    pub(crate) is_link: bool,
}

/// Looks at `path`, relative to `dir`, and through it if it is a link. `None` if nothing is there; a link that
/// leads nowhere has the kind [`Kind::Dangling`].
pub(crate) fn stat(dir: impl AsFd, path: &[u8]) -> io::Result<Option<Stat>> {
    let stat = match rustix::fs::statat(&dir, path, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) => Stat::new(&stat),
        Err(Errno::NOENT | Errno::NOTDIR) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if stat.kind != Kind::Dangling {
        return Ok(Some(stat));
    }
    match rustix::fs::statat(&dir, path, AtFlags::empty()) {
        Ok(through) => Ok(Some(Stat { is_link: true, ..Stat::new(&through) })),
        Err(Errno::NOENT | Errno::NOTDIR) => Ok(Some(Stat { is_link: true, ..stat })),
        Err(error) => Err(error.into()),
    }
}

/// Looks at an open file.
pub(crate) fn stat_open(file: impl AsFd) -> io::Result<Stat> {
    Ok(Stat::new(&rustix::fs::fstat(file)?))
}

impl Stat {
    fn new(stat: &rustix::fs::Stat) -> Self {
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => {
                Kind::File { executable: Mode::from_raw_mode(stat.st_mode).contains(Mode::XUSR) }
            }
            FileType::Directory => Kind::Directory,
            FileType::Symlink => Kind::Dangling,
            FileType::CharacterDevice | FileType::BlockDevice => Kind::Device,
            _ => Kind::Stream,
        };
        let stamp = Stamp {
            modified: Time(stat.st_mtime, u32::try_from(stat.st_mtime_nsec).unwrap_or(0)),
            changed: Time(stat.st_ctime, u32::try_from(stat.st_ctime_nsec).unwrap_or(0)),
            size: u64::try_from(stat.st_size).unwrap_or(0),
            inode: stat.st_ino,
        };
        Self { kind, stamp, is_link: false }
    }
}

impl Stamp {
    /// Whether the file could change after `now` and keep this stamp.
    pub(crate) fn is_racy(&self, now: SystemTime) -> bool {
        let newest = self.modified.max(self.changed);
        let tick = if newest.1 == 0 { COARSE_TICK } else { TICK };
        now.checked_sub(tick).is_none_or(|safe| newest >= Time::from(safe))
    }

    /// Whether the file changed at this time or later. A time of modification that has not come yet was not written
    /// by this machine's clock, and says nothing.
    pub(crate) fn is_since(&self, time: SystemTime, now: SystemTime) -> bool {
        let modified = if self.modified > Time::from(now) { self.changed } else { self.modified };
        modified.max(self.changed) >= Time::from(time)
    }

    /// Whether the file was written at this time or later, and since it had the stamp `before`.
    pub(crate) fn is_written_again(&self, before: &Self, time: SystemTime) -> bool {
        self.modified != before.modified && self.modified >= Time::from(time)
    }

    pub(crate) fn encode(&self, encoder: &mut Encoder) {
        for time in [self.modified, self.changed] {
            encoder.i64(time.0);
            encoder.u32(time.1);
        }
        encoder.u64(self.size);
        encoder.u64(self.inode);
    }

    pub(crate) fn decode(decoder: &mut Decoder<'_>) -> Option<Self> {
        Some(Self {
            modified: Time(decoder.i64()?, decoder.u32()?),
            changed: Time(decoder.i64()?, decoder.u32()?),
            size: decoder.u64()?,
            inode: decoder.u64()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn young_and_future_stamps_are_racy() {
        let now = SystemTime::now();
        let stamp = |time: SystemTime, whole_seconds: bool| {
            let Time(seconds, nanos) = Time::from(time);
            let nanos = if whole_seconds { 0 } else { nanos.max(1) };
            Stamp { modified: Time(seconds, nanos), changed: Time(0, 1), size: 0, inode: 1 }
        };
        let ms = Duration::from_millis;
        assert!(stamp(now, false).is_racy(now));
        assert!(stamp(now - ms(10), false).is_racy(now));
        assert!(!stamp(now - ms(25), false).is_racy(now));
        assert!(stamp(now + ms(3_600_000), false).is_racy(now));
        assert!(stamp(now - ms(900), true).is_racy(now));
        assert!(!stamp(now - ms(3_100), true).is_racy(now));
        assert!(stamp(now, false).is_racy(UNIX_EPOCH));
    }

    #[test]
    fn survives_a_record() {
        let file = tempfile::tempfile().unwrap();
        let stamp = stat_open(&file).unwrap().stamp;
        let mut encoder = Encoder::default();
        stamp.encode(&mut encoder);
        assert_eq!(Stamp::decode(&mut Decoder(&encoder.0)), Some(stamp));
    }
}
