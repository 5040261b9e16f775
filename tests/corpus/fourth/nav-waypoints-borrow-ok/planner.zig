pub const Waypoint = extern struct { x: f64, y: f64 };

pub const Planner = opaque {
    pub extern fn planner_create(cruise_speed: f64) ?*Planner;
    pub extern fn planner_set_route(p: ?*Planner, points: ?[*]const Waypoint, n: usize) bool;
    pub extern fn planner_eta(p: ?*const Planner, x: f64, y: f64) f64;
    pub extern fn planner_destroy(p: ?*Planner) void;
};
