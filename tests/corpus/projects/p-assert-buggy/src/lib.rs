pub struct Grid { w: usize, h: usize, cells: Vec<u8> }
impl Grid {
    fn set(&mut self, x: usize, y: usize, v: u8) -> bool {
        assert!(x < self.w && y < self.h, "out of the grid");
        let at = y * self.w + x;
        match self.cells.get_mut(at) { Some(c) => { *c = v; true } None => false }
    }
}
#[no_mangle] pub extern "C" fn grid_new(w: u16, h: u16) -> *mut Grid { let (w, h) = (usize::from(w), usize::from(h)); Box::into_raw(Box::new(Grid { w, h, cells: vec![0; w * h] })) }
#[no_mangle] pub unsafe extern "C" fn grid_free(g: *mut Grid) { if !g.is_null() { drop(Box::from_raw(g)) } }
#[no_mangle] pub unsafe extern "C" fn grid_set(g: *mut Grid, x: usize, y: usize, v: u8) -> bool { g.as_mut().is_some_and(|g| g.set(x, y, v)) }
