const Visit = *const fn (?*anyopaque, u32) bool;
extern fn tree_visit(visit: Visit, user: ?*anyopaque) u32;
fn stop(user: ?*anyopaque, i: u32) bool {
    const limit: *u32 = @ptrCast(@alignCast(user.?));
    return i < limit.*;
}
pub fn run() u32 {
    var limit: u32 = 4;
    return tree_visit(&stop, &limit);
}
