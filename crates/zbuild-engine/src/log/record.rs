//! Records of the build log: paths, files, actions.

use rustc_hash::FxHashMap;

use super::{ActionHash, ActionRecord};
use crate::codec::{Decoder, Encoder};
use crate::digest::Content;
use crate::files::{Known, Table};
use crate::path::{FileId, PathTable};
use crate::stamp::Stamp;

const PATH: u8 = 1;
const FILE: u8 = 2;
const ACTION: u8 = 3;
const FORGET: u8 = 4;

/// Marks a file that has no number in the log yet.
const UNNUMBERED: u32 = u32::MAX;

/// Encodes records; knows which paths the log has, and under which number.
#[derive(Default)]
pub(super) struct Writer {
    encoder: Encoder,
    numbers: Vec<u32>,
    next: u32,
}

impl Writer {
    /// The payload since the last call.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.encoder.0)
    }

    pub(super) fn file(&mut self, paths: &PathTable, file: FileId, known: &Known) {
        let number = self.number(paths, file);
        self.encoder.u8(FILE);
        self.encoder.u32(number);
        self.encoder.u8(u8::from(known.racy));
        known.stamp.encode(&mut self.encoder);
        self.encoder.content(known.content);
    }

    pub(super) fn action(&mut self, paths: &PathTable, hash: ActionHash, record: &ActionRecord) {
        let outputs: Vec<u32> = record.outputs.iter().map(|&(file, _)| self.number(paths, file)).collect();
        let discovered: Vec<u32> = record.discovered.iter().map(|&file| self.number(paths, file)).collect();
        self.encoder.u8(ACTION);
        self.encoder.u64(hash.0);
        self.encoder.digest(&record.key);
        self.encoder.u32(record.duration_ms);
        self.encoder.u64(record.recorded_at);
        self.encoder.count(outputs.len());
        for (number, &(_, content)) in outputs.into_iter().zip(&record.outputs) {
            self.encoder.u32(number);
            self.encoder.content(content);
        }
        self.encoder.count(discovered.len());
        for number in discovered {
            self.encoder.u32(number);
        }
    }

    pub(super) fn forget(&mut self, hash: ActionHash) {
        self.encoder.u8(FORGET);
        self.encoder.u64(hash.0);
    }

    fn number(&mut self, paths: &PathTable, file: FileId) -> u32 {
        if self.numbers.len() <= file.index() {
            self.numbers.resize(paths.len().max(file.index() + 1), UNNUMBERED);
        }
        if self.numbers[file.index()] == UNNUMBERED {
            self.numbers[file.index()] = self.next;
            self.next += 1;
            self.encoder.u8(PATH);
            self.encoder.bytes(paths.bytes(file));
        }
        self.numbers[file.index()]
    }
}

/// Decodes records into the table and the map of actions.
pub(super) struct Reader<'a> {
    table: &'a mut Table,
    actions: &'a mut FxHashMap<ActionHash, ActionRecord>,
    files: Vec<FileId>,
    records: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a mut Table, actions: &'a mut FxHashMap<ActionHash, ActionRecord>) -> Self {
        Self { table, actions, files: Vec::new(), records: 0 }
    }

    /// How many records were read, and a writer that goes on where they ended.
    pub(super) fn finish(self) -> (usize, Writer) {
        let mut numbers = vec![UNNUMBERED; self.table.paths.len()];
        let mut next = 0;
        for file in self.files {
            numbers[file.index()] = next;
            next += 1;
        }
        (self.records, Writer { encoder: Encoder::default(), numbers, next })
    }

    /// Reads one frame. `None` for anything that a writer does not write.
    pub(super) fn read(&mut self, payload: &[u8]) -> Option<()> {
        let mut decoder = Decoder(payload);
        while !decoder.is_empty() {
            match decoder.u8()? {
                PATH => {
                    let path = decoder.bytes()?;
                    self.files.push(self.table.intern(path));
                    continue;
                }
                FILE => {
                    let file = self.file(&mut decoder)?;
                    let racy = decoder.u8()? != 0;
                    let stamp = Stamp::decode(&mut decoder)?;
                    let content = decoder.content()?;
                    self.table.set_known(file, Known { stamp, content, racy });
                }
                ACTION => {
                    let hash = ActionHash(decoder.u64()?);
                    let record = self.action(&mut decoder)?;
                    self.actions.insert(hash, record);
                }
                FORGET => {
                    self.actions.remove(&ActionHash(decoder.u64()?));
                }
                _ => return None,
            }
            self.records += 1;
        }
        Some(())
    }

    fn file(&self, decoder: &mut Decoder<'_>) -> Option<FileId> {
        self.files.get(usize::try_from(decoder.u32()?).ok()?).copied()
    }

    fn action(&self, decoder: &mut Decoder<'_>) -> Option<ActionRecord> {
        let key = decoder.digest()?;
        let duration_ms = decoder.u32()?;
        let recorded_at = decoder.u64()?;
        let count = decoder.count(4 + Content::BYTES)?;
        let mut outputs = Vec::with_capacity(count);
        for _ in 0..count {
            outputs.push((self.file(decoder)?, decoder.content()?));
        }
        let count = decoder.count(4)?;
        let mut discovered = Vec::with_capacity(count);
        for _ in 0..count {
            discovered.push(self.file(decoder)?);
        }
        Some(ActionRecord {
            key,
            outputs: outputs.into(),
            discovered: discovered.into(),
            duration_ms,
            recorded_at,
        })
    }
}
