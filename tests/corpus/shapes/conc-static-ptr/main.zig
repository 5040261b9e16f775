extern fn config_init(level: u32) void;
extern fn config_level() u32;
pub fn main() void { config_init(3); _ = config_level(); }
