mod raw;

use raw::{MoveList, RawMove};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promotion {
    None,
    Knight,
    Queen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: u8,
    pub to: u8,
    pub promotion: Promotion,
}

impl TryFrom<RawMove> for Move {
    type Error = u8;

    fn try_from(m: RawMove) -> Result<Move, u8> {
        let promotion = match m.promotion {
            0 => Promotion::None,
            1 => Promotion::Knight,
            4 => Promotion::Queen,
            other => return Err(other),
        };
        Ok(Move { from: m.from, to: m.to, promotion })
    }
}

/// Pawn moves of white on an otherwise empty board.
pub fn pawn_moves(pawns: u64) -> Result<Vec<Move>, u8> {
    let mut list = MoveList::EMPTY;
    unsafe { raw::movegen_pawns(pawns, &mut list) };
    let n = usize::from(list.len).min(list.moves.len());
    list.moves[..n].iter().map(|m| Move::try_from(*m)).collect()
}
