//! The numbering of blocks, which every stream decoder needs and most dialects do not have.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use crate::{BlockKind, Event, Part};

/// Opens and closes blocks so that the contract of [`Event`] holds: numbers are never used again, and nothing
/// is closed twice.
#[derive(Debug, Default)]
pub(super) struct Opener {
    next: u32,
    /// By their numbers, which is the order in which they were opened.
    open: BTreeMap<u32, Nesting>,
}

impl Opener {
    pub(super) fn open(&mut self, choice: u32, kind: BlockKind, events: &mut Vec<Event>) -> u32 {
        let block = self.next;
        self.next += 1;
        self.open.insert(block, Nesting::default());
        events.push(Event::Open { block, choice, kind });
        block
    }

    /// A block that comes whole.
    pub(super) fn whole(&mut self, choice: u32, part: Part, events: &mut Vec<Event>) {
        let block = self.open(choice, BlockKind::Whole(part), events);
        self.close(block, events);
    }

    pub(super) fn is_open(&self, block: u32) -> bool {
        self.open.contains_key(&block)
    }

    /// Whether no block was opened yet.
    pub(super) fn is_untouched(&self) -> bool {
        self.next == 0
    }

    pub(super) fn close(&mut self, block: u32, events: &mut Vec<Event>) {
        if self.open.remove(&block).is_some() {
            events.push(Event::Close { block });
        }
    }

    pub(super) fn close_all(&mut self, events: &mut Vec<Event>) {
        for block in std::mem::take(&mut self.open).into_keys() {
            events.push(Event::Close { block });
        }
    }

    /// Notes a piece of a tool call's arguments.
    pub(super) fn grow(&mut self, block: Option<u32>, piece: &str) {
        if let Some(nesting) = block.and_then(|block| self.open.get_mut(&block)) {
            nesting.read(piece);
        }
    }

    /// Whether the arguments so far are one complete object.
    pub(super) fn is_whole_json(&self, block: u32) -> bool {
        self.open.get(&block).is_some_and(Nesting::is_whole)
    }
}

/// Puts blocks that overlap one after the other, for dialects that have one block open at a time. What belongs
/// to a later block waits for the earlier one to close.
#[derive(Debug, Default)]
pub(super) struct Sequencer {
    current: Option<u32>,
    waiting: VecDeque<(u32, Vec<Event>)>,
}

impl Sequencer {
    /// Whether this block is the one that is open.
    pub(super) fn is_current(&self, block: u32) -> bool {
        self.current == Some(block)
    }

    /// Appends to `ready` what may be said now.
    pub(super) fn push<'a>(&mut self, event: &'a Event, ready: &mut Vec<Cow<'a, Event>>) {
        let block = match event {
            // The first answer is the only one in such dialects.
            Event::Open { choice, .. } if *choice > 0 => return,
            Event::Open { block, .. } if self.current.is_none() => {
                self.current = Some(*block);
                return ready.push(Cow::Borrowed(event));
            }
            Event::Open { block, .. } => return self.waiting.push_back((*block, vec![event.clone()])),
            Event::Delta { block, .. }
            | Event::Sign { block, .. }
            | Event::Annotate { block, .. }
            | Event::Close { block } => *block,
            _ => return ready.push(Cow::Borrowed(event)),
        };
        if self.current == Some(block) {
            ready.push(Cow::Borrowed(event));
            if matches!(event, Event::Close { .. }) {
                self.current = None;
                self.release(ready);
            }
        } else if let Some((_, events)) = self.waiting.iter_mut().find(|(waiting, _)| *waiting == block) {
            events.push(event.clone());
        }
    }

    fn release(&mut self, ready: &mut Vec<Cow<'_, Event>>) {
        while self.current.is_none() {
            let Some((block, events)) = self.waiting.pop_front() else { return };
            if !matches!(events.last(), Some(Event::Close { .. })) {
                self.current = Some(block);
            }
            ready.extend(events.into_iter().map(Cow::Owned));
        }
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
