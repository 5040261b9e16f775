const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const cargo = b.addSystemCommand(&.{ "cargo", "build", "--release", "--workspace" });

    const mod = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    mod.addObjectFile(b.path("target/release/libfw_verify.a"));
    mod.addObjectFile(b.path("target/release/libfw_unpack.a"));

    const exe = b.addExecutable(.{ .name = "fw-updater", .root_module = mod });
    exe.step.dependOn(&cargo.step);
    b.installArtifact(exe);
}
