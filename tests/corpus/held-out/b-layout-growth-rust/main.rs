#[repr(C)]
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    z: f64,
}

extern "C" {
    fn dist(a: Point, b: Point) -> f64;
}

fn main() {
    let p = Point { x: 0.0, y: 1.0, z: 2.0 };
    println!("{} {}", unsafe { dist(p, p) }, p.z);
}
