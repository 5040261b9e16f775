const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const cargo = b.addSystemCommand(&.{ "cargo", "build", "--release" });

    const root = b.createModule(.{
        .root_source_file = b.path("zig/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    root.addObjectFile(b.path("target/release/libnotes.a"));
    root.linkSystemLibrary("unwind", .{});

    const exe = b.addExecutable(.{ .name = "notes", .root_module = root });
    exe.step.dependOn(&cargo.step);
    b.installArtifact(exe);
}
