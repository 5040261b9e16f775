//! Safe view of the Zig seat map.

extern "C" {
    fn seats_open(slot: u8, rows: u8, width: u8) -> bool;
    fn seats_find_block(slot: u8, n: u8) -> u32;
    fn seats_take(slot: u8, row: u8, seat: u8, n: u8) -> bool;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub row: u8,
    pub seat: u8,
    pub len: u8,
}

#[derive(Debug)]
pub struct Hall {
    slot: u8,
}

impl Hall {
    pub fn open(slot: u8, rows: u8, width: u8) -> Option<Hall> {
        if unsafe { seats_open(slot, rows, width) } {
            Some(Hall { slot })
        } else {
            None
        }
    }

    pub fn propose(&self, party: u8) -> Option<Block> {
        if party == 0 {
            return None;
        }
        let at = unsafe { seats_find_block(self.slot, party) };
        Some(Block { row: (at / 32) as u8, seat: (at % 32) as u8, len: party })
    }

    pub fn take(&self, block: Block) -> bool {
        unsafe { seats_take(self.slot, block.row, block.seat, block.len) }
    }
}
