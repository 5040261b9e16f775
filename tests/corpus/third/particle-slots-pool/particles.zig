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
const most = 512;

export fn particles_create() ?*System {
    const system = gpa.create(System) catch return null;
    system.* = .{};
    system.live.ensureTotalCapacityPrecise(gpa, most) catch {
        gpa.destroy(system);
        return null;
    };
    return system;
}

export fn particles_emit(system: *System) ?*Particle {
    if (system.live.items.len == most) return null;
    const slot = system.live.addOneAssumeCapacity();
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
