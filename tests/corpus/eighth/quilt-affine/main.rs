use std::mem::size_of;

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Affine {
    m: [f64; 6],
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Point {
    x: f64,
    y: f64,
}

const _: () = assert!(size_of::<Affine>() == 48 && size_of::<Point>() == 16);

extern "C" {
    fn affine_then(first: Affine, second: Affine) -> Affine;
    fn affine_apply(t: Affine, p: Point) -> Point;
}

const MOVE: Affine = Affine { m: [1.0, 0.0, 0.0, 1.0, 5.0, -2.0] };
const TURN: Affine = Affine { m: [0.0, 1.0, -1.0, 0.0, 0.0, 0.0] };

fn main() {
    let both = unsafe { affine_then(MOVE, TURN) };
    let patch = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)];
    for (x, y) in patch {
        let p = unsafe { affine_apply(both, Point { x, y }) };
        println!("{x} {y} -> {} {}", p.x, p.y);
    }
}
