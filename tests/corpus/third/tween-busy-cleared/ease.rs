type Curve = fn(f32) -> f32;

const CURVES: &[Curve] = &[linear, quad, cubic, smooth];

fn linear(t: f32) -> f32 {
    t
}

fn quad(t: f32) -> f32 {
    t * t
}

fn cubic(t: f32) -> f32 {
    t * t * t
}

fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// Panics when there is no such curve.
pub fn apply(curve: u8, t: f32) -> f32 {
    let curve = CURVES.get(usize::from(curve)).expect("unknown curve");
    curve(t)
}
