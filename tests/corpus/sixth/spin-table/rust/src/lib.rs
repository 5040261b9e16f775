//! Counters by name for a program without an allocator in its hot path.

mod spin;

use spin::Spin;

const SLOTS: usize = 64;

#[derive(Clone, Copy)]
struct Slot {
    key: u32,
    count: u64,
    max: u64,
}

struct Table {
    slots: [Slot; SLOTS],
    used: usize,
}

impl Table {
    const fn new() -> Self {
        Self { slots: [Slot { key: 0, count: 0, max: 0 }; SLOTS], used: 0 }
    }

    fn slot(&mut self, key: u32) -> Option<&mut Slot> {
        let at = match self.slots[..self.used].iter().position(|s| s.key == key) {
            Some(at) => at,
            None if self.used < SLOTS => {
                self.slots[self.used] = Slot { key, count: 0, max: 0 };
                self.used += 1;
                self.used - 1
            }
            None => return None,
        };
        self.slots.get_mut(at)
    }
}

static TABLE: Spin<Table> = Spin::new(Table::new());

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Entry {
    pub key: u32,
    pub count: u64,
    pub max: u64,
}

/// Notes a value; false when the table is full.
#[unsafe(no_mangle)]
pub extern "C" fn stat_note(key: u32, value: u64) -> bool {
    let mut table = TABLE.lock();
    match table.slot(key) {
        Some(s) => {
            s.count = s.count.wrapping_add(1);
            s.max = s.max.max(value);
            true
        }
        None => false,
    }
}

/// Copies at most `cap` entries; gives how many there are.
///
/// # Safety
/// `out` points to `cap` entries that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn stat_dump(out: *mut Entry, cap: usize) -> usize {
    let table = TABLE.lock();
    if !out.is_null() {
        for (i, s) in table.slots[..table.used].iter().take(cap).enumerate() {
            unsafe { out.add(i).write(Entry { key: s.key, count: s.count, max: s.max }) };
        }
    }
    table.used
}
