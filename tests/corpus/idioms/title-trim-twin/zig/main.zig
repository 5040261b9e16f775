const title = @import("title.zig");
pub fn main() void {
    title.show(4);
}
