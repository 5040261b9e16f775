const Handle = opaque {};
extern fn session_open(id: u32) ?*Handle;
extern fn session_stream(s: ?*const Handle) ?*Handle;
extern fn session_close(s: ?*Handle) void;
extern fn stream_close(s: ?*Handle) void;
pub fn main() !void {
    const session = session_open(3) orelse return error.Open;
    defer session_close(session);
    const stream = session_stream(session) orelse return error.Stream;
    defer stream_close(stream);
}
