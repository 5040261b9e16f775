const store = @import("store.zig");
pub fn main() void { _ = store.store_row_touch(12, 1); }
