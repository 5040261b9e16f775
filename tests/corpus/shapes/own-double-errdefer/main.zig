const Conn = opaque {};
extern fn conn_open(fd: i32) ?*Conn;
extern fn conn_ready(c: ?*const Conn) bool;
extern fn conn_close(c: ?*Conn) void;
pub fn connect(fd: i32) !*Conn {
    const conn = conn_open(fd) orelse return error.OutOfMemory;
    errdefer conn_close(conn);
    if (!conn_ready(conn)) {
        conn_close(conn);
        return error.NotReady;
    }
    return conn;
}
