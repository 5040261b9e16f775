const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const cargo = b.addSystemCommand(&.{ "cargo", "build", "--release", "-p", "vision_all" });
    cargo.setName("cargo build vision_all");

    const exe = b.addExecutable(.{
        .name = "inspect",
        .root_module = b.createModule(.{
            .root_source_file = b.path("src/main.zig"),
            .target = target,
            .optimize = optimize,
            .link_libc = true,
        }),
    });
    exe.root_module.addObjectFile(b.path("target/release/libvision_all.a"));
    exe.root_module.linkSystemLibrary("unwind", .{});
    exe.step.dependOn(&cargo.step);
    b.installArtifact(exe);
}
