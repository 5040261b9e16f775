pub const MAX_MOVES: usize = 64;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawMove {
    pub from: u8,
    pub to: u8,
    pub promotion: u8,
    pub _pad: u8,
}

#[repr(C)]
pub struct MoveList {
    pub moves: [RawMove; MAX_MOVES],
    pub len: u16,
    pub truncated: bool,
}

impl MoveList {
    pub const EMPTY: MoveList = MoveList {
        moves: [RawMove { from: 0, to: 0, promotion: 0, _pad: 0 }; MAX_MOVES],
        len: 0,
        truncated: false,
    };
}

unsafe extern "C" {
    pub fn movegen_pawns(pawns: u64, out: *mut MoveList);
}
