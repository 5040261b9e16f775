pub struct Cell {
    pub value: i64,
    pub divisor: i64,
    pub shown: i64,
}

pub fn sum(cells: &[Cell]) -> i64 {
    cells.iter().fold(0i64, |sum, cell| sum.wrapping_add(cell.value))
}

/// Share of the sum. Panics when the divisor is 0.
pub fn eval(cell: &Cell, sum: i64) -> i64 {
    sum.wrapping_sub(cell.value).wrapping_div(cell.divisor)
}
