const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const mod = b.createModule(.{
        .root_source_file = b.path("zig/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    mod.addObjectFile(b.path("target/release/libengine.a"));
    b.installArtifact(b.addExecutable(.{ .name = "game", .root_module = mod }));
}
