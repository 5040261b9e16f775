//! Frames that are written as the one before, but for their text: what `alike` is for reading, for writing.
//!
//! Holds: a piece of text is only ever written this way right after another piece of the same block, of which the
//! codec says that it changes nothing in it, and whose frame had the text in it once.

use memchr::memmem;

use crate::write;

/// How the last piece of text was written, if the next can be written like it.
#[derive(Debug, Default)]
pub(crate) struct Repeat {
    block: Option<u32>,
    /// The frame's bytes in front of the text's string and behind it.
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Repeat {
    pub(crate) fn forget(&mut self) {
        self.block = None;
    }

    /// A piece of text was written as `frame`.
    pub(crate) fn learn(&mut self, block: u32, text: &str, frame: &[u8]) {
        self.block = None;
        let mut quoted = Vec::with_capacity(text.len() + 2);
        write::string(&mut quoted, text);
        let finder = memmem::Finder::new(&quoted);
        let Some(at) = finder.find(frame).filter(|at| finder.find(&frame[at + 1..]).is_none()) else {
            return;
        };
        self.before.clear();
        self.before.extend_from_slice(&frame[..at]);
        self.after.clear();
        self.after.extend_from_slice(&frame[at + quoted.len()..]);
        self.block = Some(block);
    }

    /// Writes a piece of text like the last one. Says whether that could be done.
    pub(crate) fn write(&self, block: u32, text: &str, out: &mut Vec<u8>) -> bool {
        if self.block != Some(block) {
            return false;
        }
        out.extend_from_slice(&self.before);
        write::string(out, text);
        out.extend_from_slice(&self.after);
        true
    }
}
