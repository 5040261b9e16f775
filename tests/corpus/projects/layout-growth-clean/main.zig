const Options = extern struct {
    threads: u32 = 1,
    depth: u32 = 8,
};
extern fn solve(o: Options) u64;
pub fn main() void { _ = solve(.{}); }
