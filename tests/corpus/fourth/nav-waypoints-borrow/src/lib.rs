pub mod geometry;
mod planner;

use geometry::Waypoint;
use planner::Planner;

#[no_mangle]
pub extern "C" fn planner_create(cruise_speed: f64) -> *mut Planner {
    Box::into_raw(Box::new(Planner::new(cruise_speed)))
}

/// # Safety
/// `p` comes from `planner_create`, `points` points at `n` waypoints.
#[no_mangle]
pub unsafe extern "C" fn planner_set_route(p: *mut Planner, points: *const Waypoint, n: usize) -> bool {
    match p.as_mut() {
        Some(p) if !points.is_null() => {
            p.set_route(points, n);
            true
        }
        _ => false,
    }
}

/// Seconds left from a position, negative when there is no route.
///
/// # Safety
/// `p` comes from `planner_create`.
#[no_mangle]
pub unsafe extern "C" fn planner_eta(p: *const Planner, x: f64, y: f64) -> f64 {
    p.as_ref().map_or(-1.0, |p| p.eta(Waypoint { x, y }))
}

/// # Safety
/// `p` comes from `planner_create` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn planner_destroy(p: *mut Planner) {
    if !p.is_null() {
        drop(Box::from_raw(p));
    }
}
