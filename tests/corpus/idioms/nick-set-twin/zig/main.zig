const User = opaque {};
extern fn user_new() *User;
extern fn user_free(u: ?*User) void;
extern fn user_rename(u: *User, nick: ?[*:0]const u8) usize;
pub fn main() void {
    const u = user_new();
    defer user_free(u);
    _ = user_rename(u, "a\xff");
}
