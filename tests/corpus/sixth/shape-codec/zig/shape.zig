pub const Circle = extern struct { x: f32, y: f32, r: f32 };

const Polygon = extern struct { points: ?[*]const [2]f32, len: u32 };

const Body = extern union {
    circle: Circle,
    polygon: Polygon,
    square: f32,
};

pub const Raw = extern struct {
    tag: u32,
    body: Body,
};

pub const Shape = union(enum(u32)) {
    circle: Circle = 1,
    polygon: []const [2]f32 = 2,
    square: f32 = 3,
    label: []const u8 = 9,

    pub fn raw(self: Shape) Raw {
        return .{
            .tag = @intFromEnum(self),
            .body = switch (self) {
                .circle => |c| .{ .circle = c },
                .polygon => |p| .{ .polygon = .{ .points = p.ptr, .len = @intCast(p.len) } },
                .square => |a| .{ .square = a },
                .label => .{ .square = 0 },
            },
        };
    }
};

extern fn shapes_area(shapes: [*]const Raw, len: usize, unknown: ?*u32) f64;

pub const Area = struct { sum: f64, without: u32 };

pub fn area(comptime n: usize, shapes: *const [n]Shape) Area {
    var raws: [n]Raw = undefined;
    for (shapes, &raws) |s, *r| r.* = s.raw();
    var unknown: u32 = 0;
    const sum = shapes_area(&raws, n, &unknown);
    return .{ .sum = sum, .without = unknown };
}
