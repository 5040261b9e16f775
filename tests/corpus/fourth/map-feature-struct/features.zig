pub const Kind = enum(u8) { peak = 0, lake = 1, town = 2 };

/// A Rust str is a pointer and a length.
pub const Text = extern struct {
    ptr: [*]const u8,
    len: usize,

    pub fn slice(self: Text) []const u8 {
        return self.ptr[0..self.len];
    }
};

pub const Feature = extern struct {
    lat: f64,
    lon: f64,
    name: Text,
    kind: Kind,
};

pub extern fn features_in(south: f64, west: f64, north: f64, east: f64, out: [*]Feature, max: usize) usize;
pub extern fn features_total() usize;
