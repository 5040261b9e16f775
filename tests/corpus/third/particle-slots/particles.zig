const std = @import("std");

const Particle = extern struct {
    pos: [2]f32,
    vel: [2]f32,
    life: f32,
};

const System = struct {
    live: std.ArrayList(Particle) = .empty,
};

const gpa = std.heap.c_allocator;

export fn particles_create() ?*System {
    const system = gpa.create(System) catch return null;
    system.* = .{};
    return system;
}

export fn particles_emit(system: *System) ?*Particle {
    const slot = system.live.addOne(gpa) catch return null;
    slot.* = .{ .pos = .{ 0, 0 }, .vel = .{ 0, 0 }, .life = 1 };
    return slot;
}

export fn particles_energy(system: *const System) f32 {
    var sum: f32 = 0;
    for (system.live.items) |p| sum += p.vel[0] * p.vel[0] + p.vel[1] * p.vel[1];
    return sum;
}

export fn particles_destroy(system: *System) void {
    system.live.deinit(gpa);
    gpa.destroy(system);
}
