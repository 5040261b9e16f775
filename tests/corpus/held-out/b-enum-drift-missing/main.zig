const std = @import("std");
const Status = enum(i32) { ok = 0, busy = -1, gone = -2 };
extern fn device_status(id: u32) Status;

pub fn main() void {
    switch (device_status(7)) {
        .ok => std.debug.print("ok\n", .{}),
        .busy, .gone => {},
    }
}
