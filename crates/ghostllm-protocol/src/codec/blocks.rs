//! The numbering of blocks, which every stream decoder needs and most dialects do not have.

use crate::{BlockKind, Event, Part};

/// Opens and closes blocks so that the contract of [`Event`] holds: numbers are never used again, and nothing
/// is closed twice.
#[derive(Debug, Default)]
pub(super) struct Opener {
    next: u32,
    open: Vec<(u32, Nesting)>,
}

impl Opener {
    pub(super) fn open(&mut self, choice: u32, kind: BlockKind, events: &mut Vec<Event>) -> u32 {
        let block = self.next;
        self.next += 1;
        self.open.push((block, Nesting::default()));
        events.push(Event::Open { block, choice, kind });
        block
    }

    /// A block that comes whole.
    pub(super) fn whole(&mut self, choice: u32, part: Part, events: &mut Vec<Event>) {
        let block = self.open(choice, BlockKind::Whole(part), events);
        self.close(block, events);
    }

    pub(super) fn is_open(&self, block: u32) -> bool {
        self.open.iter().any(|(open, _)| *open == block)
    }

    pub(super) fn close(&mut self, block: u32, events: &mut Vec<Event>) {
        if let Some(at) = self.open.iter().position(|(open, _)| *open == block) {
            self.open.remove(at);
            events.push(Event::Close { block });
        }
    }

    pub(super) fn close_all(&mut self, events: &mut Vec<Event>) {
        for (block, _) in self.open.drain(..) {
            events.push(Event::Close { block });
        }
    }

    /// Notes a piece of a tool call's arguments.
    pub(super) fn grow(&mut self, block: Option<u32>, piece: &str) {
        if let Some((_, nesting)) = self.open.iter_mut().find(|(open, _)| Some(*open) == block) {
            nesting.read(piece);
        }
    }

    /// Whether the arguments so far are one complete object.
    pub(super) fn is_whole_json(&self, block: u32) -> bool {
        self.open.iter().any(|(open, nesting)| *open == block && nesting.is_whole())
    }
}

/// How deep in brackets a JSON text is, as it comes in pieces.
#[derive(Debug, Default)]
struct Nesting {
    depth: u32,
    begun: bool,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    fn read(&mut self, piece: &str) {
        for byte in piece.bytes() {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => {
                    self.begun = true;
                    self.depth += 1;
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn is_whole(&self) -> bool {
        self.begun && self.depth == 0 && !self.in_string
    }
}
