mod ffi;

use ffi::Book;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: u8,
    pub to: u8,
}

impl Move {
    fn unpack(raw: u16) -> Option<Move> {
        (raw != 0).then(|| Move { from: (raw >> 6) as u8 & 63, to: raw as u8 & 63 })
    }
}

/// Plays book moves until the book ends, at most `limit`.
pub fn line(seed: u32, limit: usize) -> Vec<Move> {
    let Some(book) = Book::open(seed) else {
        return Vec::new();
    };
    let mut moves = Vec::new();
    let mut key = book.root();
    while moves.len() < limit {
        let Some(m) = Move::unpack(book.probe(key)) else { break };
        key = key.rotate_left(7) ^ (u64::from(m.from) << 8 | u64::from(m.to));
        moves.push(m);
    }
    moves
}
