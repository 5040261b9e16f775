use std::ptr::NonNull;
#[repr(C)]
struct Graph { _p: [u8; 0] }
#[repr(C)]
struct Walk { _p: [u8; 0] }
unsafe extern "C" {
    fn graph_new() -> Option<NonNull<Graph>>;
    fn graph_drop(g: Option<NonNull<Graph>>);
    fn graph_edge(g: NonNull<Graph>, a: u32, b: u32) -> bool;
    fn graph_walk(g: NonNull<Graph>) -> Option<NonNull<Walk>>;
    fn walk_next(w: NonNull<Walk>, out: &mut u32) -> bool;
}
fn main() {
    let Some(g) = (unsafe { graph_new() }) else { return };
    for i in 0..4 { unsafe { graph_edge(g, i, i + 1) }; }
    if let Some(w) = unsafe { graph_walk(g) } {
        let mut n = 0;
        while unsafe { walk_next(w, &mut n) } { println!("{n}"); }
    }
    unsafe { graph_drop(Some(g)) };
}
