const Config = extern struct { verbose: bool, threads: u32, ratio: f64 };
extern fn config_init(out: *Config) bool;
pub fn main() void { var c: Config = undefined; if (!config_init(&c)) return; }
