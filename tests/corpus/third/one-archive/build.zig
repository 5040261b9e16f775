const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const module = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    module.addObjectFile(b.path("audio/target/release/libaudio.a"));
    const exe = b.addExecutable(.{ .name = "radio", .root_module = module });
    b.installArtifact(exe);
}
