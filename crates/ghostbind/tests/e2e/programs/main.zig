const shapes = @import("shapes");

extern "c" fn printf(format: [*:0]const u8, ...) c_int;
extern "c" fn fflush(stream: ?*anyopaque) c_int;

fn add(value: u32, user_data: ?*anyopaque) callconv(.c) void {
    const total: *u32 = @ptrCast(@alignCast(user_data.?));
    total.* += value;
}

fn nine() callconv(.c) c_int {
    return 9;
}

pub fn main() u8 {
    const mixed = shapes.mixed_twice(.{ .small = 21, .large = 1.25 });
    _ = printf("mixed %d %.2f\n", @as(c_int, mixed.small), mixed.large);
    const large = shapes.large_up_to(7);
    _ = printf("large %llu %llu\n", @as(c_ulonglong, large.items[5]), @as(c_ulonglong, large.count));
    _ = printf("operate %lld %lld\n", @as(c_longlong, shapes.operate(.Add, 2, 40)), @as(c_longlong, shapes.operate(.Negate, 8, 0)));
    _ = printf("status %d %d\n", @as(c_int, @intFromEnum(shapes.status_of(0))), @as(c_int, @intFromEnum(shapes.status_of(1))));
    _ = printf("bits %d\n", @as(c_int, shapes.bits_first(.{ .float = -1.0 })));
    var total: u32 = 0;
    shapes.each(5, add, &total);
    _ = printf("each %u\n", total);
    _ = printf("maybe %d %d\n", shapes.maybe(nine), shapes.maybe(null));

    const counter = shapes.counter_new("turn");
    var turn: usize = 0;
    while (turn < 2) : (turn += 1) {
        const text = shapes.counter_next(counter);
        _ = printf("counter %s\n", text);
        shapes.counter_text_free(text);
    }
    shapes.counter_free(counter);
    _ = printf("nothing %d %d\n", @as(c_int, @intFromBool(shapes.counter_new(null) == null)), @as(c_int, @intFromBool(shapes.counter_next(null) == null)));

    const numbers = [_]i32{ 1, -2, 2147483647 };
    _ = printf("sum %lld\n", @as(c_longlong, shapes.sum(&numbers, numbers.len)));
    const product = shapes.wide(1 << 70, 3);
    _ = printf("wide %llu\n", @as(c_ulonglong, @truncate(product >> 64)));
    _ = printf("both %d %d\n", @as(c_int, @intFromBool(shapes.both(true, true))), @as(c_int, @intFromBool(shapes.both(true, false))));
    const grid = [2][3]u16{ .{ 1, 2, 3 }, .{ 4, 5, 6 } };
    _ = printf("grid %u\n", shapes.grid_total(&grid));
    _ = printf("statics %u %u %u\n", shapes.ANSWER, shapes.ask(), shapes.ASKED);
    _ = printf("times %u %u\n", shapes.times_three(5), shapes.times_seven(5));
    var held: u32 = 12;
    _ = printf("handle %u %u\n", shapes.handle_value(&held), shapes.handle_value(null));
    _ = printf("caught %d\n", @as(c_int, @intFromBool(shapes.caught())));
    _ = fflush(null);
    return 0;
}
