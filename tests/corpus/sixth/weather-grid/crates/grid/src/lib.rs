//! A grid of weather cells; the renderer is written in Zig and reads the cells in place.

mod model;

pub use model::{Cell, Wind};
use std::num::NonZeroUsize;

pub struct Grid {
    width: usize,
    cells: Box<[Cell]>,
}

/// A view that is valid until the grid is stepped or freed.
#[repr(C)]
pub struct View {
    pub cells: *const Cell,
    pub width: usize,
    pub height: usize,
}

#[unsafe(no_mangle)]
pub extern "C" fn grid_new(width: u16, height: u16) -> Option<Box<Grid>> {
    let width = NonZeroUsize::new(width.into())?.get();
    let height = NonZeroUsize::new(height.into())?.get();
    let cells = (0..width * height).map(|i| Cell::calm(i as f32)).collect();
    Some(Box::new(Grid { width, cells }))
}

#[unsafe(no_mangle)]
pub extern "C" fn grid_free(grid: Option<Box<Grid>>) {
    drop(grid);
}

#[unsafe(no_mangle)]
pub extern "C" fn grid_step(grid: Option<&mut Grid>, dt: f32) {
    if let Some(grid) = grid {
        for cell in &mut grid.cells {
            cell.advance(dt);
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn grid_view(grid: Option<&Grid>) -> View {
    match grid {
        Some(g) => View { cells: g.cells.as_ptr(), width: g.width, height: g.cells.len() / g.width },
        None => View { cells: std::ptr::null(), width: 0, height: 0 },
    }
}
