pub const Filter = opaque {};

const Text = extern struct {
    ptr: [*]const u8,
    len: usize,
};

extern const FILTER_NAME: Text;
extern const FILTER_VERSION: u32;

pub extern fn filter_new(cutoff: f32, rate: f32) ?*Filter;
pub extern fn filter_free(filter: ?*Filter) void;
pub extern fn filter_run(filter: ?*Filter, samples: [*]f32, len: usize) void;

pub fn name() []const u8 {
    return FILTER_NAME.ptr[0..FILTER_NAME.len];
}

pub fn major() u16 {
    return @truncate(FILTER_VERSION >> 16);
}
