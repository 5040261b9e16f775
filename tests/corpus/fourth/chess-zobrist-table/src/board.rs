pub const SQUARES: usize = 64;

pub struct Board<'a>(pub &'a [u8]);

impl Board<'_> {
    /// Occupied squares with the index of the piece.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.0
            .iter()
            .enumerate()
            .filter(|(_, p)| **p != 0)
            .map(|(sq, p)| (sq, usize::from(*p) - 1))
    }
}
