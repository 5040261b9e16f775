#[derive(Clone, Copy, Default)]
pub struct Bitboard(pub u64);

impl Bitboard {
    pub fn without(self, o: Bitboard) -> Bitboard {
        Bitboard(self.0 & !o.0)
    }

    pub fn has(self, square: u32) -> bool {
        self.0.checked_shr(square).is_some_and(|b| b & 1 == 1)
    }
}

const JUMPS: [(i8, i8); 8] = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)];

pub fn knight_table() -> [Bitboard; 64] {
    std::array::from_fn(|sq| {
        let (file, rank) = ((sq % 8) as i8, (sq / 8) as i8);
        let mut b = 0u64;
        for (df, dr) in JUMPS {
            let (f, r) = (file + df, rank + dr);
            if (0..8).contains(&f) && (0..8).contains(&r) {
                b |= 1u64 << (r * 8 + f);
            }
        }
        Bitboard(b)
    })
}
