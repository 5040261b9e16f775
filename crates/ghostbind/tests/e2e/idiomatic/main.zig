const std = @import("std");
const styles = @import("styles");
extern fn printf(format: [*:0]const u8, ...) c_int;

fn run() !void {
    const store = try styles.Store.init(2);
    defer store.deinit();
    if (store.last() != null) return error.Unexpected;
    if (store.describe()) |_| return error.Unexpected else |err| if (err != error.NullString) return err;
    try store.put("first", &.{ 1, 2, 3 });
    try store.put("second", &.{9});
    if (store.put("third", "")) return error.Unexpected else |err| if (err != error.Full) return err;
    var bytes: [2]u8 = undefined;
    try store.copy("first", &bytes);
    if (store.copy("none", &bytes)) return error.Unexpected else |err| if (err != error.NotFound) return err;
    const names = try store.describe();
    defer names.deinit();
    _ = printf("%s %s %d %d\n", names.slice.ptr, store.last().?.ptr, @as(c_int, bytes[0]), @as(c_int, bytes[1]));

    const meter = styles.Meter.init();
    defer meter.deinit();
    meter.add(&.{ 1.5, 2.5 });
    _ = printf("%.1f\n", meter.sum());

    var session: ?*styles.raw.Session = null;
    if (styles.sessionOpen(0, &session)) return error.Unexpected else |err| if (err != error.BadId) return err;
    try styles.sessionOpen(7, &session);
    const open: styles.Session = .{ .handle = session.? };
    defer open.deinit();
    _ = printf("%u %.1f\n", open.id(), try styles.dot(&.{ 1, 2 }, &.{ 3, 4 }));
    if (styles.dot(&.{1}, &.{ 3, 4 })) |_| return error.Unexpected else |err| if (err != error.LengthMismatch) return err;

    var body: styles.Body = .{ .at = 1, .speed = 2 };
    styles.bodyMove(&body, 3);
    _ = printf("%.1f %.1f\n", body.at, styles.bodiesSum(&.{ body, body }));
    if (styles.Store.init(0)) |_| return error.Unexpected else |err| if (err != error.InitFailed) return err;
}

pub export fn main() c_int {
    run() catch |err| {
        _ = printf("%s\n", @errorName(err).ptr);
        return 1;
    };
    return 0;
}
