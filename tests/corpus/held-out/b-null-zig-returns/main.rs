#[repr(C)]
pub struct Cell {
    v: i32,
}

extern "C" {
    fn grid_at(x: u32, y: u32) -> &'static Cell;
}

fn main() {
    println!("{}", unsafe { grid_at(9, 9) }.v);
}
