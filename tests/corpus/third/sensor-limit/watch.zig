const Watch = opaque {};

pub extern fn watch_new() *Watch;
pub extern fn watch_limit(watch: *Watch, limit: u64) void;
pub extern fn watch_value(watch: *Watch, value: u32) bool;
pub extern fn watch_free(watch: *Watch) void;

/// Index of the value that raised the alarm.
pub fn scan(values: []const u32, limit: u32) ?usize {
    const watch = watch_new();
    defer watch_free(watch);
    watch_limit(watch, @as(u64, limit) << 32 | 1);
    for (values, 0..) |value, n| {
        if (watch_value(watch, value)) return n;
    }
    return null;
}
