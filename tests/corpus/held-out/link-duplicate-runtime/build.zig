const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const mod = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    mod.addObjectFile(b.path("rust/audio/target/release/libaudio.a"));
    mod.addObjectFile(b.path("rust/video/target/release/libvideo.a"));
    const exe = b.addExecutable(.{ .name = "player", .root_module = mod });
    b.installArtifact(exe);
}
