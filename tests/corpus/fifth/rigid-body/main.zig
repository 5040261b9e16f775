const std = @import("std");

const Vec2 = extern struct { x: f64 = 0, y: f64 = 0 };
const Circle = extern struct { centre: Vec2, radius: f64 };
const Contact = extern struct {
    normal: Vec2,
    depth: f64,
    restitution: f64,
};

extern fn circle_contact(a: Circle, b: Circle) Contact;
extern fn vec2_reflect(v: Vec2, n: Vec2) Vec2;

const Body = struct {
    shape: Circle,
    velocity: Vec2,

    fn advance(b: *Body, dt: f64) void {
        b.shape.centre.x += b.velocity.x * dt;
        b.shape.centre.y += b.velocity.y * dt;
    }
};

pub fn main() void {
    var bodies = [_]Body{
        .{ .shape = .{ .centre = .{}, .radius = 1 }, .velocity = .{ .x = 1 } },
        .{ .shape = .{ .centre = .{ .x = 4 }, .radius = 1 }, .velocity = .{ .x = -0.5 } },
    };
    for (0..60) |_| {
        for (&bodies) |*b| b.advance(0.05);
        const c = circle_contact(bodies[0].shape, bodies[1].shape);
        if (c.depth > 0) {
            bodies[0].velocity = vec2_reflect(bodies[0].velocity, c.normal);
            bodies[0].velocity.x *= c.restitution;
        }
    }
    std.debug.print("{d:.3} {d:.3}\n", .{ bodies[0].shape.centre.x, bodies[0].velocity.x });
}
