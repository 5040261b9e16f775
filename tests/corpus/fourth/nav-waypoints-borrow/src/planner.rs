use crate::geometry::{length, Waypoint};

pub struct Planner {
    speed: f64,
    route: *const Waypoint,
    count: usize,
}

impl Planner {
    pub fn new(speed: f64) -> Self {
        Planner { speed: speed.max(0.1), route: std::ptr::null(), count: 0 }
    }

    pub fn set_route(&mut self, points: *const Waypoint, count: usize) {
        self.route = points;
        self.count = count;
    }

    pub fn eta(&self, from: Waypoint) -> f64 {
        if self.route.is_null() || self.count == 0 {
            return -1.0;
        }
        let route = unsafe { std::slice::from_raw_parts(self.route, self.count) };
        let mut total = from.distance(&route[0]);
        total += length(route);
        total / self.speed
    }
}
