const std = @import("std");

pub const Point = extern struct { lat: f32, lon: f32, id: u32 };

const gpa = std.heap.c_allocator;

const Index = struct {
    points: std.ArrayList(Point) = .empty,

    fn dist2(a: Point, lat: f32, lon: f32) f32 {
        const dy = a.lat - lat;
        const dx = (a.lon - lon) * @cos(lat * std.math.pi / 180.0);
        return dx * dx + dy * dy;
    }
};

fn create() callconv(.c) ?*Index {
    const ix = gpa.create(Index) catch return null;
    ix.* = .{};
    return ix;
}

fn destroy(ix: ?*Index) callconv(.c) void {
    const it = ix orelse return;
    it.points.deinit(gpa);
    gpa.destroy(it);
}

fn insert(ix: *Index, p: Point) callconv(.c) bool {
    ix.points.append(gpa, p) catch return false;
    return true;
}

fn nearest(ix: *const Index, lat: f32, lon: f32, out: *Point) callconv(.c) bool {
    var best = std.math.inf(f32);
    for (ix.points.items) |p| {
        const d = Index.dist2(p, lat, lon);
        if (d < best) {
            best = d;
            out.* = p;
        }
    }
    return best != std.math.inf(f32);
}

fn nearest_k(ix: *const Index, lat: f32, lon: f32, out: [*]Point, k: usize) callconv(.c) usize {
    var n: usize = 0;
    for (ix.points.items) |p| {
        const d = Index.dist2(p, lat, lon);
        var at = n;
        while (at > 0 and Index.dist2(out[at - 1], lat, lon) > d) at -= 1;
        if (at >= k) continue;
        if (n < k) n += 1;
        var i = n - 1;
        while (i > at) : (i -= 1) out[i] = out[i - 1];
        out[at] = p;
    }
    return n;
}

const exported = [_][]const u8{ "create", "destroy", "insert", "nearest" };

comptime {
    for (exported) |name| {
        @export(&@field(@This(), name), .{ .name = "geo_" ++ name });
    }
}

test nearest_k {
    var ix: Index = .{};
    defer ix.points.deinit(gpa);
    for (0..5) |i| _ = insert(&ix, .{ .lat = @floatFromInt(i), .lon = 0, .id = @intCast(i) });
    var out: [2]Point = undefined;
    try std.testing.expectEqual(2, nearest_k(&ix, 3.2, 0, &out, 2));
    try std.testing.expectEqual(3, out[0].id);
}
