//! Zig calls the Rust library through the emitted modules.
const std = @import("std");
const equal = std.testing.expectEqual;

test "structs by value" {
    const lib = @import("by_value.zig");
    try equal(lib.Point{ .x = 4, .y = 6 }, lib.point_add(.{ .x = 1, .y = 2 }, .{ .x = 3, .y = 4 }));
    try equal(lib.Mixed{ .a = 5, .b = 3 }, lib.mixed_swap(.{ .a = 3, .b = 5.5 }));
    const large = lib.large_make(2);
    try equal([4]f64{ 2, 4, 6, 8 }, large.values);
    try equal(@as(u8, 7), large.tag);
    try equal(@as(f64, 27), lib.large_sum(large));
    const mapped = lib.large_map(large, .{ .x = 10, .y = 1 });
    try equal([4]f64{ 21, 41, 61, 81 }, mapped.values);
    try equal(@as(u8, 8), mapped.tag);
}

test "enumerations" {
    const lib = @import("enums.zig");
    try equal(lib.Color.Green, lib.color_next(.Red));
    try equal(lib.Color.Red, lib.color_next(.Blue));
    try equal(lib.ErrorCode.InvalidInput, lib.error_of(1));
    switch (lib.error_of(9)) {
        .Success, .InvalidInput => return error.Wrong,
        .OutOfMemory => {},
    }
    try equal(lib.Signed.Minus, lib.sign_of(-30));
    try equal(lib.Huge.High, lib.huge_other(.Low));
    try equal(lib.Level.Usual, lib.level_raise(.Low));
    try equal(@as(c_int, 10), @intFromEnum(lib.level_raise(.Middle)));
}

test "unions" {
    const lib = @import("unions.zig");
    try equal(@as(i64, -42), lib.number_double(.{ .kind = .Whole, .number = .{ .whole = -21 } }).number.whole);
    try equal(@as(f64, 3), lib.number_double(.{ .kind = .Real, .number = .{ .real = 1.5 } }).number.real);
    const number = lib.number_of(0x0102);
    try equal(@as(u8, 2), lib.number_first_byte(&number));
}

fn sumUntilTen(user: ?*anyopaque, value: i32) callconv(.c) bool {
    const sum: *i32 = @ptrCast(@alignCast(user.?));
    sum.* += value;
    return sum.* < 10;
}

fn note(user: ?*anyopaque, value: i32) callconv(.c) void {
    const sum: *i32 = @ptrCast(@alignCast(user.?));
    sum.* = value;
}

const callbacks = @import("callbacks.zig");

fn same(events: *const callbacks.Events) callconv(.c) [*c]const callbacks.Events {
    return events;
}

fn descending(a: *const i32, b: *const i32) callconv(.c) c_int {
    return b.* - a.*;
}

test "callbacks with user data" {
    const lib = callbacks;
    var sum: i32 = 0;
    const numbers = [_]i32{ 1, 2, 3, 4, 5, 6 };
    try equal(@as(usize, 3), lib.for_each(&numbers, numbers.len, sumUntilTen, &sum));
    try equal(@as(i32, 10), sum);
    const slice: []const i32 = numbers[0..2];
    try equal(@as(usize, 0), lib.for_each(slice.ptr, slice.len, null, null));
    try equal(true, lib.events_fire(.{ .user_data = &sum, .on_event = note, .next = same }, 99));
    try equal(@as(i32, 99), sum);
    try equal(false, lib.events_fire(.{ .user_data = null, .on_event = null, .next = null }, 0));
    var sorted = [_]i32{ 3, 1, 2 };
    lib.sort_by(&sorted, sorted.len, descending);
    try equal([3]i32{ 3, 2, 1 }, sorted);
    try equal(@as(i32, 5), lib.adder().?(2, 3));
    lib.nested(null);
}

test "opaque handles" {
    const lib = @import("handles.zig");
    try equal(@as(?*lib.Counter, null), lib.counter_new(-1));
    const counter = lib.counter_new(40) orelse return error.Null;
    defer lib.counter_free(counter);
    try equal(@as(i64, 42), lib.counter_add(counter, 2));
    const name = lib.counter_name(counter);
    if (name == null) return error.Null;
    defer lib.free_string(name);
    try std.testing.expectEqualStrings("counter 42", std.mem.span(name));

    var session: ?*lib.Session = null;
    try equal(lib.Status.Busy, lib.session_open("busy", &session));
    try equal(lib.Status.Ok, lib.session_open("abc", &session));
    defer lib.session_close(session);
    const data: []const u8 = "\x01\x02";
    try equal(lib.Status.Ok, lib.session_write(session.?, data.ptr, data.len));
    try equal(@as(usize, 6), lib.session_total(session));
    try equal(@as(usize, 0), lib.session_total(null));
}

test "idiomatic wrappers" {
    const lib = @import("handles.idiomatic.zig");
    try std.testing.expectError(error.InitFailed, lib.Counter.init(-1));
    const counter = try lib.Counter.init(40);
    defer counter.deinit();
    try equal(@as(i64, 42), counter.add(2));
    const name = try counter.name();
    defer name.deinit();
    try std.testing.expectEqualStrings("counter 42", name.slice);

    var handle: ?*lib.raw.Session = null;
    try std.testing.expectError(error.Busy, lib.sessionOpen("busy", &handle));
    try lib.sessionOpen("abc", &handle);
    const session = lib.Session{ .handle = handle.? };
    defer session.deinit();
    try session.write(&.{ 1, 2 });
    try std.testing.expectError(error.Failed, session.write(&.{}));
    try equal(@as(usize, 6), session.total());

    const loops = @import("callbacks.idiomatic.zig");
    var sum: i32 = 0;
    try equal(@as(usize, 3), loops.forEach(&.{ 1, 2, 3, 4, 5, 6 }, sumUntilTen, &sum));
}

test "null, counts and sentinels" {
    const lib = @import("nullable.zig");
    var item = lib.Item{ .id = 5 };
    try equal(@as(u32, 5), lib.item_id(&item));
    try equal(@as(u32, 9), lib.item_or(null, 9));
    try equal(@as(u32, 6), lib.item_bump(&item).id);
    const items = [_]lib.Item{ .{ .id = 1 }, .{ .id = 2 } };
    try equal(@as(u32, 1), lib.items_first(&items).id);
    try equal(@as(usize, 5), lib.text_len("ghost"));
    try std.testing.expectEqualStrings("host", std.mem.span(lib.text_find("ghost").?));
    try equal(@as(?[*:0]const u8, null), lib.text_find(null));
    try equal(@as(usize, 2), lib.values_until(&[_:-1]i32{ 4, 5 }));
    try equal(@as(usize, 2), lib.names_count(&[_:null]?[*:0]const u8{ "a", "b" }));
}

test "arrays" {
    const lib = @import("arrays.zig");
    var matrix: lib.Matrix = undefined;
    for (&matrix.cells, 0..) |*row, r| {
        for (row, 0..) |*cell, c| cell.* = @floatFromInt(10 * r + c);
    }
    try equal(@as(f32, 31), lib.matrix_transpose(matrix).cells[1][3]);
    try equal(@as(f32, 264), lib.matrix_rows(&matrix.cells, 4));
    try equal(@as(i32, -3), lib.row_sum(&.{ 1, 2, -6 }));
    const name = lib.name_of(8);
    try std.testing.expectEqualStrings("name 8", name.text[0..name.len]);
    try equal(@as(u8, 22), name.parts[1][0]);
    const tail = extern struct { head: lib.Tail, items: [3]u32 }{ .head = .{ .count = 3, .items = .{} }, .items = .{ 1, 2, 3 } };
    try equal(@as(u32, 6), lib.tail_sum(&tail.head));
}

test "integers of 128 bits" {
    const lib = @import("wide.zig");
    try equal(@as(u128, 1) << 126, lib.wide_mul(1 << 63, 1 << 63));
    try equal(@as(i128, 1) << 100, lib.wide_neg(-(1 << 100)));
    const pair = lib.wide_pair(.{ .small = 1, .wide = 1 });
    try equal(@as(u8, 2), pair.small);
    try equal(~@as(u128, 1), pair.wide);
    try equal(std.math.maxInt(u64) - 1, lib.wide_holder(.{ .pair = &pair }));
}

test "scalars" {
    const lib = @import("scalars.zig");
    try equal(true, lib.same_bool(true));
    try equal(@as(u32, 0x1F980), lib.same_char(0x1F980));
    try equal(@as(f32, -1.25), lib.same_f32(-1.25));
    try equal(@as(f64, -1.25), lib.same_f64(-1.25));
    inline for (.{
        "same_u8",      "same_i8",         "same_u16",         "same_i16",   "same_u32",    "same_i32",
        "same_u64",     "same_i64",        "same_usize",       "same_isize", "same_c_char", "same_c_schar",
        "same_c_uchar", "same_c_short",    "same_c_ushort",    "same_c_int", "same_c_uint", "same_c_long",
        "same_c_ulong", "same_c_longlong", "same_c_ulonglong",
    }) |name| {
        const f = @field(lib, name);
        const T = @TypeOf(f(0));
        try equal(@as(T, std.math.maxInt(T)), f(std.math.maxInt(T)));
        try equal(@as(T, std.math.minInt(T)), f(std.math.minInt(T)));
    }
}

fn twenty(value: i32) callconv(.c) i32 {
    return value * 20;
}

test "variables" {
    const lib = @import("statics.zig");
    try equal(@as(u32, 14), lib.VERSION.minor);
    try equal([5]u16{ 2, 3, 5, 7, 11 }, lib.PRIMES);
    lib.counter = 50;
    try equal(@as(u64, 51), lib.count());
    lib.hook = twenty;
    try equal(@as(u64, 71), lib.count());
    try equal(@as(u8, 9), lib.new);
    lib.hook = null;
}

test "names that Zig reserves" {
    const lib = @import("keywords.zig");
    const all = lib.delete(.{ .class = 1, .@"error" = 2, .@"fn" = 3, .self = 4, ._0 = 5, .match = 6, .register = 7, .errno = 8 });
    try equal(@as(u32, 3), all.@"error");
    try equal(@as(u8, 5), lib.int(.{ .void = 4 }).void);
    try equal(@as(u32, 20), lib.match(.true).u8);
    try equal(@as(i32, 77), lib.@"odd.name$1"());
}

test "fields that their own alignment moves" {
    const lib = @import("moved.zig");
    const lanes = lib.Lanes{ .tag = 1, .v = .{ 2, 3, 4, 5 } };
    try equal(@as(f32, 15), lib.lanes_sum(&lanes));
    // Older versions pass such structs wrongly, and the module refuses the calls there.
    if (@import("builtin").zig_version.minor >= 17) {
        const split = lib.split_swap(.{ .a = 1, .b = 2 });
        try equal(@as(u32, 2), split.a);
        try equal(@as(u32, 1), split.b);
        const wide = lib.wide_swap(.{ .a = 1, .b = 2 });
        try equal(@as(f32, 2), wide.a);
        try equal(@as(f32, 1), wide.b);
    }
    try equal(@as(u16, 23), lib.nest_end(&.{ .lanes = lanes, .end = 20, .Align32 = 2 }));
    try equal(@as(u16, 42), lib.seen(&.{ .a = 4, .b = 2 }, null));
}

test "packed and aligned" {
    const lib = @import("packed_aligned.zig");
    // Older versions pass such a struct wrongly, and the module refuses the call there.
    if (@import("builtin").zig_version.minor >= 17) {
        const floats = lib.floats_scale(.{ .xyz = .{ 1, 2, 3 } }, 2);
        try equal([3]f32{ 2, 4, 6 }, floats.xyz);
    }
    try equal(@as(u64, 301), lib.packed_two(&.{ .a = 1, .b = 300 }));
    const aligned = lib.Aligned{ .x = 1, .y = 2 };
    try equal(@as(usize, 0), lib.aligned_address(&aligned));
    const outer = lib.outer_make();
    try equal(@as(u32, 2), outer.@"packed".b);
    try equal(@as(f32, 5), outer.aligned.y);
    try equal(@as(u64, 6), lib.lazy(.{ .x = 6 }));
}

test "types that point to each other" {
    const lib = @import("nested.zig");
    const last = lib.List{ .value = 2, .next = null };
    const first = lib.List{ .value = 40, .next = &last };
    try equal(@as(i32, 42), lib.list_sum(&first));
    var leaf = lib.Tree{ .leaf = .{ .list = &first }, .children = .{ null, null } };
    const root = lib.Tree{ .leaf = .{ .tree = &leaf }, .children = .{ null, &leaf } };
    try equal(@as(u32, 2), lib.tree_depth(&root));
}

test "transparent" {
    const lib = @import("transparent.zig");
    try equal(@as(lib.Meters, 3.5), lib.meters_add(1, 2.5));
    try equal(@as(lib.Meters, 2), lib.body_make(2).height);
}

fn two(value: i32) callconv(.{ .x86_64_win = .{} }) i32 {
    return value * 2;
}

test "calling conventions" {
    if (@import("builtin").cpu.arch != .x86_64) return;
    const lib = @import("conventions.zig");
    try equal(@as(i32, 2), lib.windows_like(1));
    try equal(@as(u8, 'c'), lib.unix_like(two)[0]);
    try equal(@as(i32, 3), lib.system_like(1));
    try equal(@as(i32, 4), lib.unwinding(1));
}
