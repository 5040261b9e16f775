#[repr(C)]
#[derive(Clone, Copy)]
pub struct Waypoint {
    pub x: f64,
    pub y: f64,
}

impl Waypoint {
    pub fn distance(&self, o: &Waypoint) -> f64 {
        (self.x - o.x).hypot(self.y - o.y)
    }
}

pub fn length(points: &[Waypoint]) -> f64 {
    points.windows(2).map(|w| w[0].distance(&w[1])).sum()
}
