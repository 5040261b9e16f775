//! Keeping a store small and sound: statistics, verification, collection of what is old.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{ActionResult, Store, StoredOutput};
use crate::digest::Digest;
use crate::tree::{EntryKind, Listing};

/// What no result names and was written this recently is kept: the result that names it may not be there yet.
const GRACE: Duration = Duration::from_hours(1);

/// How much there is in a store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoreStat {
    /// Blobs.
    pub blobs: u64,
    /// Their bytes.
    pub blob_bytes: u64,
    /// Results of actions.
    pub actions: u64,
    /// Bytes of results and manifests.
    pub record_bytes: u64,
    /// When the result that was not used for longest was last used.
    pub oldest_use: Option<SystemTime>,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// Files that were read.
    pub checked: u64,
    /// Files whose bytes are not what their names or seals say. They are removed.
    pub corrupt: Vec<PathBuf>,
    /// Results that name blobs which are missing. They are removed: such actions run again.
    pub incomplete: u64,
}

/// What may stay in a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GcLimits {
    /// Bytes of blobs.
    pub bytes_max: u64,
    /// Time since a result was last used.
    pub age_max: Duration,
}

/// What a collection removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GcReport {
    /// Results removed.
    pub actions_removed: u64,
    /// Blobs removed.
    pub blobs_removed: u64,
    /// Bytes of blobs removed.
    pub bytes_removed: u64,
    /// Bytes of blobs kept.
    pub bytes_kept: u64,
}

struct Found {
    path: PathBuf,
    metadata: Metadata,
}

impl Store {
    /// Counts what is there.
    pub fn stat(&self) -> io::Result<StoreStat> {
        let mut stat = StoreStat::default();
        for blob in self.each("cas")? {
            stat.blobs += 1;
            stat.blob_bytes += blob.metadata.len();
        }
        for action in self.each("actions")? {
            stat.actions += 1;
            stat.record_bytes += action.metadata.len();
            let used = action.metadata.modified()?;
            stat.oldest_use = Some(stat.oldest_use.map_or(used, |oldest| oldest.min(used)));
        }
        stat.record_bytes += self.each("manifests")?.iter().map(|found| found.metadata.len()).sum::<u64>();
        Ok(stat)
    }

    /// Reads everything, and removes what is not sound. `progress` is told the files checked so far.
    pub fn verify(&self, mut progress: impl FnMut(u64)) -> io::Result<VerifyReport> {
        let mut report = VerifyReport::default();
        for blob in self.each("cas")? {
            report.checked += 1;
            progress(report.checked);
            let digest = read_digest(&blob.path)?;
            if digest.is_some() && digest != named(&blob.path) {
                remove(&blob.path)?;
                report.corrupt.push(blob.path);
            }
        }
        for action in self.each("actions")? {
            report.checked += 1;
            match Self::read_result(&action.path)? {
                None => report.corrupt.push(action.path),
                Some(result) if self.blobs_of(&result)?.is_none() => {
                    remove(&action.path)?;
                    report.incomplete += 1;
                }
                Some(_) => {}
            }
        }
        for manifest in self.each("manifests")? {
            report.checked += 1;
            if !Self::is_whole_manifest(&manifest.path)? {
                report.corrupt.push(manifest.path);
            }
        }
        Ok(report)
    }

    /// Removes what was not used for longest until the limits hold. Safe while others build: what they then miss
    /// they make again.
    pub fn gc(&self, limits: GcLimits, now: SystemTime) -> io::Result<GcReport> {
        let mut report = GcReport::default();
        let age = |metadata: &Metadata| {
            metadata.modified().map(|used| now.duration_since(used).unwrap_or_default()).unwrap_or_default()
        };
        let mut actions = self.each("actions")?;
        actions.sort_by_key(|found| age(&found.metadata));
        let sizes: HashMap<Digest, u64> = self
            .each("cas")?
            .iter()
            .filter_map(|blob| Some((named(&blob.path)?, blob.metadata.len())))
            .collect();
        let (mut kept, mut full, mut kept_bytes) = (HashSet::new(), false, 0_u64);
        let mut released = HashSet::new();
        for action in actions {
            let result = Self::read_result(&action.path)?;
            let blobs = match &result {
                Some(result) if !full && age(&action.metadata) <= limits.age_max => self.blobs_of(result)?,
                _ => None,
            };
            let new: HashSet<Digest> =
                blobs.iter().flatten().filter(|blob| !kept.contains(*blob)).copied().collect();
            let bytes: u64 = new.iter().filter_map(|blob| sizes.get(blob)).sum();
            if blobs.is_some() && kept_bytes.saturating_add(bytes) <= limits.bytes_max {
                kept_bytes += bytes;
                kept.extend(new);
            } else {
                // Whatever is older than the first that does not fit goes too: use decides, not size.
                full |= blobs.is_some();
                if let Some(result) = result {
                    released.extend(self.named_blobs(&result)?.into_iter().flatten());
                }
                remove(&action.path)?;
                report.actions_removed += 1;
            }
        }
        for blob in self.each("cas")? {
            let is_in = |set: &HashSet<Digest>| named(&blob.path).is_some_and(|digest| set.contains(&digest));
            let old = age(&blob.metadata) >= GRACE.min(limits.age_max);
            if !is_in(&kept) && (is_in(&released) || old) {
                remove(&blob.path)?;
                report.blobs_removed += 1;
                report.bytes_removed += blob.metadata.len();
            } else {
                report.bytes_kept += blob.metadata.len();
            }
        }
        for manifest in
            self.each("manifests")?.into_iter().filter(|found| age(&found.metadata) > limits.age_max)
        {
            remove(&manifest.path)?;
        }
        for stray in list(&self.folder.join("tmp"))? {
            if stray.metadata.is_file() && age(&stray.metadata) > GRACE {
                remove(&stray.path)?;
            }
        }
        Ok(report)
    }

    /// Every blob that a result needs; `None` if one of them is missing.
    pub(crate) fn blobs_of(&self, result: &ActionResult) -> io::Result<Option<Vec<Digest>>> {
        let named = self.named_blobs(result)?;
        Ok(named.filter(|blobs| blobs.iter().all(|blob| self.has_blob(blob))))
    }

    /// Every blob that a result names; `None` if a listing, which names others, is missing.
    pub(crate) fn named_blobs(&self, result: &ActionResult) -> io::Result<Option<Vec<Digest>>> {
        let mut blobs = Vec::new();
        for output in &result.outputs {
            match output {
                StoredOutput::File { digest, .. } => blobs.push(*digest),
                StoredOutput::Symlink { .. } => {}
                StoredOutput::Tree { listing } => {
                    let Some(found) = self.get_bytes(listing)?.and_then(|bytes| Listing::decode(&bytes))
                    else {
                        return Ok(None);
                    };
                    blobs.push(*listing);
                    blobs.extend(found.entries.into_iter().filter_map(|entry| match entry.kind {
                        EntryKind::File { digest, .. } => Some(digest),
                        EntryKind::Directory | EntryKind::Symlink { .. } => None,
                    }));
                }
            }
        }
        Ok(Some(blobs))
    }

    fn each(&self, kind: &str) -> io::Result<Vec<Found>> {
        let mut all = Vec::new();
        for shard in list(&self.folder.join(kind))?.into_iter().filter(|found| found.metadata.is_dir()) {
            all.extend(list(&shard.path)?);
        }
        // What has another name was not put there by a store, and is nobody's business.
        all.retain(|found| found.metadata.is_file() && named(&found.path).is_some());
        Ok(all)
    }
}

/// The entries of a folder; none if it is missing. What vanishes meanwhile was removed by another process.
fn list(folder: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        match entry.metadata() {
            Ok(metadata) => found.push(Found { path: entry.path(), metadata }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

fn named(path: &Path) -> Option<Digest> {
    Digest::from_hex(path.file_name()?.to_str()?)
}

fn read_digest(path: &Path) -> io::Result<Option<Digest>> {
    match File::open(path) {
        Ok(mut file) => Ok(Some(Digest::of_reader(&mut file)?.0)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
