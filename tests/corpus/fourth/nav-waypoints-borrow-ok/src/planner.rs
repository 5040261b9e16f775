use crate::geometry::{length, Waypoint};

pub struct Planner {
    speed: f64,
    route: Vec<Waypoint>,
}

impl Planner {
    pub fn new(speed: f64) -> Self {
        Planner { speed: speed.max(0.1), route: Vec::new() }
    }

    pub fn set_route(&mut self, points: *const Waypoint, count: usize) {
        let points = unsafe { std::slice::from_raw_parts(points, count) };
        self.route.clear();
        self.route.extend_from_slice(points);
    }

    pub fn eta(&self, from: Waypoint) -> f64 {
        match self.route.first() {
            Some(first) => (from.distance(first) + length(&self.route)) / self.speed,
            None => -1.0,
        }
    }
}
