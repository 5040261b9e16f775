//! Rules of the save format.

mod rules;

pub use rules::{Difficulty, Rules};

#[repr(C)]
pub struct SlotHeader {
    pub magic: u32,
    pub level: u16,
    pub difficulty: Difficulty,
    pub flags: u8,
    pub gold: u32,
}

pub const MAGIC: u32 = 0x5341_5645;

/// The score of a slot; 0 for a header that is not ours.
#[unsafe(no_mangle)]
pub extern "C" fn slot_score(header: Option<&SlotHeader>) -> u64 {
    let Some(h) = header else { return 0 };
    if h.magic != MAGIC {
        return 0;
    }
    let rules = Rules::of(h.difficulty);
    rules.score(h.level, h.gold, h.flags & 1 != 0)
}

/// How many lives a new life of this slot starts with.
#[unsafe(no_mangle)]
pub extern "C" fn slot_lives(header: Option<&SlotHeader>) -> u8 {
    match header {
        Some(h) if h.magic == MAGIC => Rules::of(h.difficulty).lives,
        _ => 0,
    }
}
